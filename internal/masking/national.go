package masking

import (
	"regexp"
	"slices"
	"strings"
)

// isNational reports whether a candidate is a national id by its shape and, where it has them, its check digits. Shapes that
// one ordinary number in ten has too (nine or twelve bare digits) count only where they are written as that id is, or where
// a word before them says so.
func isNational(c *candidate, digits bool) bool {
	if !digits {
		return mixedID(c.text)
	}
	d := c.text
	switch len(d) {
	case 9:
		return isSSN(c) || isSIN(c) || bsn(d) && (c.seps == ".." || said(c.before, dutch))
	case 10:
		return len(c.sizes) == 2 && c.sizes[0] == 6 && c.seps == "-" && date(d[2:6]) && luhn(d) // SE personnummer
	case 11:
		return cpf(d) && (c.seps == "" || c.seps == "..-" || c.seps == "..") || steuer(d) && !strings.ContainsAny(c.seps, ".-") ||
			pesel(d) && c.seps == ""
	case 12:
		return verhoeff(d) && d[0] >= '2' && (slices.Equal(c.sizes, []int{4, 4, 4}) || said(c.before, indian))
	case 13:
		return strings.HasPrefix(d, "756") && ean(d) // CH AHV
	case 15:
		return nir(d)
	}
	return false
}

var (
	dutch    = regexp.MustCompile(`(?i)\b(bsn|burgerservicenummer|sofinummer)\b`)
	indian   = regexp.MustCompile(`(?i)\b(aadhaa?r|uidai)\b|आधार`)
	american = regexp.MustCompile(`(?i)\b(ssn|social security)\b`)
	canadian = regexp.MustCompile(`(?i)\b(sin|social insurance)\b`)
)

func said(before string, word *regexp.Regexp) bool { return word.MatchString(before) }

// isSSN is the US number: it has no check digit, but never 000, 666 or 9xx first, nor 00, nor 0000 (SSA, since 2011).
func isSSN(c *candidate) bool {
	d := c.text
	if d[:3] == "000" || d[:3] == "666" || d[0] == '9' || d[3:5] == "00" || d[5:] == "0000" {
		return false
	}
	return slices.Equal(c.sizes, []int{3, 2, 4}) && (c.seps == "--" || c.seps == "  ") || said(c.before, american) && len(c.sizes) == 1
}

// isSIN is the Canadian number: Luhn, written in threes.
func isSIN(c *candidate) bool {
	return luhn(c.text) && c.text[0] != '8' && !same(c.text) &&
		(slices.Equal(c.sizes, []int{3, 3, 3}) && c.seps != ".." || said(c.before, canadian))
}

// bsn is the Dutch eleven-test: Σ digit × (9 … 2, −1) is a multiple of 11.
func bsn(d string) bool {
	sum := 0
	for i := range 8 {
		sum += int(d[i]-'0') * (9 - i)
	}
	sum -= int(d[8] - '0')
	return sum%11 == 0 && !same(d)
}

// cpf is the Brazilian number: two check digits modulo 11 (Receita Federal).
func cpf(d string) bool {
	if same(d) {
		return false
	}
	for n := 9; n <= 10; n++ {
		sum := 0
		for i := range n {
			sum += int(d[i]-'0') * (n + 1 - i)
		}
		if check := sum * 10 % 11 % 10; check != int(d[n]-'0') {
			return false
		}
	}
	return true
}

// steuer is the German tax id: ISO 7064 MOD 11,10, and among the first ten digits exactly one occurs twice or three times.
func steuer(d string) bool {
	if d[0] == '0' {
		return false
	}
	var count [10]int
	for i := range 10 {
		count[d[i]-'0']++
	}
	more := 0
	for _, n := range count {
		if n > 3 {
			return false
		}
		if n > 1 {
			more++
		}
	}
	if more != 1 {
		return false
	}
	p := 10
	for i := range 10 {
		s := (int(d[i]-'0') + p) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return (11-p)%10 == int(d[10]-'0')
}

// pesel is the Polish number: weights 1 3 7 9 …, and a date of birth whose month carries the century.
func pesel(d string) bool {
	sum := 0
	for i, w := range []int{1, 3, 7, 9, 1, 3, 7, 9, 1, 3} {
		sum += int(d[i]-'0') * w
	}
	month := int(d[2]-'0')*10 + int(d[3]-'0')
	day := int(d[4]-'0')*10 + int(d[5]-'0')
	return (10-sum%10)%10 == int(d[10]-'0') && month%20 >= 1 && month%20 <= 12 && day >= 1 && day <= 31
}

func date(mmdd string) bool {
	m, d := int(mmdd[0]-'0')*10+int(mmdd[1]-'0'), int(mmdd[2]-'0')*10+int(mmdd[3]-'0')
	return m >= 1 && m <= 12 && d >= 1 && d <= 31
}

// ean is the check digit of EAN-13, which the Swiss AHV number has.
func ean(d string) bool {
	sum := 0
	for i := range 12 {
		sum += int(d[i]-'0') * (1 + 2*(i%2))
	}
	return (10-sum%10)%10 == int(d[12]-'0')
}

// nir is the French number: 97 less the rest of its thirteen digits (INSEE). Corsica's letters are in mixedID.
func nir(d string) bool { return nirRest(d[:13], 0) == atoi(d[13:]) && (d[0] == '1' || d[0] == '2') }

func nirRest(d string, less int) int {
	rest := 0
	for i := range len(d) {
		rest = (rest*10 + int(d[i]-'0')) % 97
	}
	return 97 - ((rest-less)%97+97)%97
}

func atoi(d string) (n int) {
	for i := range len(d) {
		n = n*10 + int(d[i]-'0')
	}
	return n
}

var verhoeffD = [10][10]byte{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5}, {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
	{4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1}, {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
	{8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}}

var verhoeffP = [8][10]byte{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4}, {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
	{9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1}, {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}}

// verhoeff is the check of Aadhaar (J. Verhoeff, Error Detecting Decimal Codes, 1969).
func verhoeff(d string) bool {
	c := byte(0)
	for i := range len(d) {
		c = verhoeffD[c][verhoeffP[i%8][d[len(d)-1-i]-'0']]
	}
	return c == 0
}

// The shapes of ids that have letters, without what separates their groups.
var (
	nino     = regexp.MustCompile(`^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]$`)
	dni      = regexp.MustCompile(`^[XYZ0-9][0-9]{7}[A-Z]$`)
	codice   = regexp.MustCompile(`^[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]$`)
	corsican = regexp.MustCompile(`^[12][0-9]{4}2[AB][0-9]{8}$`)
)

func mixedID(s string) bool {
	switch len(s) {
	case 9:
		if nino.MatchString(s) {
			return !slices.Contains([]string{"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}, s[:2])
		}
		return dni.MatchString(s) && dniLetter(s)
	case 15:
		if !corsican.MatchString(s) {
			return false
		}
		less := map[byte]int{'A': 1_000_000 % 97, 'B': 2_000_000 % 97}[s[6]]
		return nirRest(s[:6]+"0"+s[7:13], less) == atoi(s[13:])
	case 16:
		return codice.MatchString(s) && codiceCheck(s) == s[15]
	}
	return false
}

// dniLetter is Spain's check letter: the number modulo 23, with X, Y and Z of foreigners as 0, 1 and 2.
func dniLetter(s string) bool {
	n := strings.NewReplacer("X", "0", "Y", "1", "Z", "2").Replace(s[:1]) + s[1:8]
	return "TRWAGMYFPDXBNJZSQVHLCKE"[atoi(n)%23] == s[8]
}

// codiceOdd are the values of signs in odd places of an Italian tax code (DM 12 March 1974), digits first like their letters.
var codiceOdd = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

func codiceCheck(s string) byte {
	sum := 0
	for i := range 15 {
		v := int(s[i] - 'A')
		if s[i] <= '9' {
			v = int(s[i] - '0')
		}
		if i%2 == 0 {
			v = codiceOdd[v]
		}
		sum += v
	}
	return 'A' + byte(sum%26) //nolint:gosec // below 26
}
