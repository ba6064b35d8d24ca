package masking_test

import (
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/touchstone-cx/touchstone/internal/masking"
)

func TestWhatNobodyShouldKeepIsMasked(t *testing.T) {
	m := masking.BuiltIn()
	for in, want := range map[string]string{
		// Cards: the issuers' own test numbers.
		"I paid with 4111 1111 1111 1111 yesterday":    "I paid with [card number] yesterday",
		"card 4111-1111-1111-1111.":                    "card [card number].",
		"4242424242424242":                             "[card number]",
		"Amex 3782 822463 10005!":                      "Amex [card number]!",
		"(5555555555554444)":                           "([card number])",
		"order 12 4111111111111111 exp 12/27":          "order 12 [card number] exp 12/27",
		"4222222222222":                                "[card number]", // thirteen digits
		"Karte ٤١١١ ١١١١ ١١١١ ١١١١ bitte":              "Karte [card number] bitte",
		"４１１１１１１１１１１１１１１１":                             "[card number]",
		"two 4111111111111111 and 4242 4242 4242 4242": "two [card number] and [card number]",

		// National ids: examples of the issuing authorities or valid by their published check digits.
		"SSN 219-09-9999 please":              "SSN [national id] please",
		"my social security 219099999":        "my social security [national id]",
		"NI number AB 12 34 56 C":             "NI number [national id]",
		"ab123456c":                           "[national id]",
		"DNI 12345678Z":                       "DNI [national id]",
		"NIE X1234567-L":                      "NIE [national id]",
		"CF RSSMRA85T10A562S grazie":          "CF [national id] grazie",
		"NIR 2 55 08 14 168 025 38":           "NIR [national id]",
		"Steuer-ID 86 095 742 719":            "Steuer-ID [national id]",
		"mein BSN ist 111222333":              "mein BSN ist [national id]",
		"CPF 529.982.247-25":                  "CPF [national id]",
		"cpf 52998224725":                     "cpf [national id]",
		"aadhaar 2341 2341 2346":              "aadhaar [national id]",
		"SIN 046 454 286":                     "SIN [national id]",
		"PESEL 44051401359":                   "PESEL [national id]",
		"personnummer 811218-9876":            "personnummer [national id]",
		"AHV 756.9217.0769.85":                "AHV [national id]",
		"IBAN DE89 3704 0044 0532 0130 00 ok": "IBAN [bank account] ok",
		"GB82WEST12345698765432":              "[bank account]",

		// Passwords.
		"my password is hunter2 thanks":     "my password is [password] thanks",
		"Password: swordfish":               "Password: [password]",
		"my pin is 1234":                    "my pin is [password]",
		"My PIN code: 98 76 ok":             "My PIN code: [password] ok",
		`password "open sesame" fails`:      `password "open sesame" fails`,
		`password is "open sesame" fails`:   `password is [password] fails`,
		"pwd=Sommer2024!":                   "pwd=[password]!",
		"Mein Passwort lautet Geheim1":      "Mein Passwort lautet [password]",
		"Mein Passwort ist Geheim1":         "Mein Passwort ist [password]",
		"mot de passe : Azerty99":           "mot de passe : [password]",
		"mi contraseña es Perro99":          "mi contraseña es [password]",
		"minha senha é gato77":              "minha senha é [password]",
		"il mio pin è 4455":                 "il mio pin è [password]",
		"мой пароль: медведь7":              "мой пароль: [password]",
		"我的密码是abc12345":                     "我的密码是[password]",
		"CVV 123":                           "CVV [password]",
		"my password Summer2024 won't work": "my password [password] won't work",
	} {
		if got, _ := m.Text(in); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}

func TestWhatPeopleWriteOtherwiseStays(t *testing.T) {
	m := masking.BuiltIn()
	for _, s := range []string{
		"", "Great service!", "I waited 45 minutes on 2026-05-04 at 10:00", "order 123456789 of 12.05.2026", "call +41 44 668 18 00 or 07911 123456",
		"1717171717171 milliseconds", "0000000000000000", "4111 1111 1111 1112", "Invoice 2026-000123-45", "3.14159265358979",
		"my password is wrong", "the password doesn't work", "I forgot my password again", "password reset took 3 days", "spinning 1234", "The pin fell off",
		"Passwortänderung war 2024 nötig", "the PIN pad is broken", "tan shoes 42", "000-12-3456", "12345678A", "AB1234567C",
		"IBAN DE88 3704 0044 0532 0130 00", "ISBN 978-3-16-148410-0", "1234567890123456789012345678901234567890",
	} {
		if got, found := m.Text(s); got != s || found != nil {
			t.Errorf("%q becomes %q (%v)", s, got, found)
		}
	}
}

func TestBuiltInPatternsCanBeOffAndOwnOnesAdded(t *testing.T) {
	own := []masking.Pattern{{Name: "member number", Expression: regexp.MustCompile(`\bM-\d{5}\b`)}}
	m := masking.New([]masking.Kind{masking.Card}, own)
	got, found := m.Text("M-12345 paid with 4111111111111111, pin 4711, M-99999")
	if got != "[member number] paid with 4111111111111111, pin [password], [member number]" || found["member number"] != 2 || found["password"] != 1 || len(found) != 2 {
		t.Errorf("%q %v", got, found)
	}
}

func TestOverlappingPatternsLeaveNothingOfEither(t *testing.T) {
	own := []masking.Pattern{{Name: "a", Expression: regexp.MustCompile(`one two`)}, {Name: "b", Expression: regexp.MustCompile(`two three`)}}
	if got, _ := masking.New(nil, own).Text("zero one two three four"); got != "zero [a] four" {
		t.Errorf("%q", got)
	}
}

// FuzzText: masking never panics, never makes a text that it would mask again, and leaves the rest as it was.
func FuzzText(f *testing.F) {
	for _, s := range []string{"4111 1111 1111 1111", "my pin is 1234", "passwort: x", "\xff\xfe4", "密码：abc123", "IBAN DE89 3704 0044 0532 0130 00", "İ password"} {
		f.Add(s)
	}
	m := masking.BuiltIn()
	f.Fuzz(func(t *testing.T, s string) {
		got, found := m.Text(s)
		if (found == nil) != (got == s) {
			t.Errorf("%q becomes %q with %v", s, got, found)
		}
	})
}

func BenchmarkText(b *testing.B) {
	m := masking.BuiltIn()
	plain := "The agent was friendly but I waited 25 minutes in the queue and then had to explain everything again to a second person."
	hot := strings.Replace(plain, "25 minutes", "with 4111 1111 1111 1111", 1)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			m.Text(plain)
		}
	})
	b.Run("card", func(b *testing.B) {
		for b.Loop() {
			m.Text(hot)
		}
	})
}

func TestAFileIsMaskedCellByCellAndKeepsItsRows(t *testing.T) {
	in := "id,comment,score\r\n4111111111111111,\"I said my pin is 1234, twice\",9\r\nx7,password: hunter2,5\nlast,card 4242 4242 4242 4242;3"
	want := "id,comment,score\r\n4111111111111111,\"I said my pin is [password], twice\",9\r\nx7,password: [password],5\nlast,card [card number];3"
	got, err := io.ReadAll(iotest.OneByteReader(masking.BuiltIn().Reader(strings.NewReader(in))))
	if err != nil || string(got) != want {
		t.Errorf("%v\n%q\n%q", err, got, want)
	}
}

func TestAFileIsMaskedHoweverItBeginsAndIsWritten(t *testing.T) {
	for in, want := range map[string]string{
		"PK,said\n1,my card 4242 4242 4242 4242\n":              "PK,said\n1,my card [card number]\n",
		"said\x00\n4242 4242 4242 4242\n":                       "said\x00\n[card number]\n",
		"\x00said,4\x002\x004\x002 4242 4242 4242 here\n":       "\x00said,[card number] here\n",
		"contrase\xf1a: hunter2x; caf\xe9\n":                    "contrase\xf1a: [password]; caf\xe9\n",
		"caf\xe9 4242 4242 4242 4242,x\n":                       "caf\xe9 [card number],x\n",
		`{"id": 4111111111111111, "said": "4111111111111111 "}`: `{"id": 4111111111111111, "said": "[card number] "}`,
		`{"said":"x","id":4111111111111111}`:                    `{"said":"x","id":4111111111111111}`,
	} {
		got, err := io.ReadAll(masking.BuiltIn().Reader(strings.NewReader(in)))
		if err != nil || string(got) != want {
			t.Errorf("%q became %q, not %q (%v)", in, got, want, err)
		}
	}
}

func TestBareNumbersAreMaskedInSomeColumnsAndNothingElseChanges(t *testing.T) {
	const card = "4242424242424242"
	for in, want := range map[string]string{
		"id,said\n" + card + "," + card + "\n":                               "id,said\n" + card + ",[card number]\n",
		card + ",\"" + card + "\"\r\n\n\"" + card + "\", " + card + " \r\nx": card + ",\"[card number]\"\r\n\n\"" + card + "\", [card number] \r\nx",
		"\"a,\n" + card + "\"," + card + "," + card:                          "\"a,\n" + card + "\",[card number]," + card,
		"a,the \"" + card + "\" of x\n":                                      "a,the \"" + card + "\" of x\n", // not bare: Reader's part
		"a,\"x\"\"" + card + "\"\n":                                          "a,\"x\"\"" + card + "\"\n",
		"a," + strings.Repeat("9", 200) + card + "\n":                        "a," + strings.Repeat("9", 200) + card + "\n",
		"": "",
	} {
		got, err := io.ReadAll(iotest.OneByteReader(masking.BuiltIn().Cells(iotest.HalfReader(strings.NewReader(in)), ',', false, map[int]bool{1: true})))
		if err != nil || string(got) != want {
			t.Errorf("%q became %q, not %q (%v)", in, got, want, err)
		}
	}
	got, _ := io.ReadAll(masking.BuiltIn().Cells(strings.NewReader("a;"+card+"\rb;"+card), ';', true, map[int]bool{1: true}))
	if string(got) != "a;[card number]\rb;[card number]" {
		t.Errorf("%q", got)
	}
	if _, err := io.ReadAll(masking.BuiltIn().Cells(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("a,b"))), ',', false, nil)); err == nil {
		t.Error("a file that is cut passes as whole")
	}
}
