package customer

import (
	"math"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Money is an amount of a currency.
type Money struct {
	Minor    int64  `json:"minor" doc:"In minor units: cents of euros, yen, thousandths of dinars"`
	Currency string `json:"currency" example:"EUR" doc:"ISO 4217"`
	Text     string `json:"text" example:"12.50" doc:"In major units, exact"`
}

// maxMinor bounds one amount: ten thousand million of a currency with cents.
const maxMinor = 1_000_000_000_000

// The active currencies of ISO 4217 (list one of 2024, without metals and test codes) by their number of minor digits.
const (
	currencies0 = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
	currencies2 = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC " +
		"CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW " +
		"KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR " +
		"PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS " +
		"VED VES WST XCD YER ZAR ZMW ZWG"
	currencies3 = "BHD IQD JOD KWD LYD OMR TND"
)

// minorDigits returns how many digits a currency has behind the point; ok is false where there is no such currency.
func minorDigits(currency string) (n int, ok bool) {
	if len(currency) != 3 || strings.ToUpper(currency) != currency {
		return 0, false
	}
	for n, list := range map[int]string{0: currencies0, 2: currencies2, 3: currencies3} {
		if at := strings.Index(list, currency); at >= 0 && at%4 == 0 {
			return n, true
		}
	}
	return 0, false
}

func money(minor int64, currency string) *Money {
	n, _ := minorDigits(currency)
	return &Money{Minor: minor, Currency: currency, Text: decimal(minor, n)}
}

// Amount is minor units of a currency as an amount.
func Amount(minor int64, currency string) *Money { return money(minor, currency) }

// MinorDigits is how many digits a currency has behind the point; 0 where there is no such currency.
func MinorDigits(currency string) int {
	n, _ := minorDigits(currency)
	return n
}

// decimal writes minor units as a decimal number.
func decimal(minor int64, digits int) string {
	sign := ""
	if minor < 0 {
		sign, minor = "-", -minor
	}
	s := strconv.Itoa(int(minor))
	if digits == 0 {
		return sign + s
	}
	for len(s) <= digits {
		s = "0" + s
	}
	return sign + s[:len(s)-digits] + "." + s[len(s)-digits:]
}

// ParseMoney reads an amount such as 12.50 of a currency into minor units, exactly.
func ParseMoney(amount, currency, place string) (int64, error) {
	digits, ok := minorDigits(currency)
	if !ok {
		return 0, problem.At(place+".currency", "currency_unknown", "%.10q isn't a currency of ISO 4217 such as EUR.", currency)
	}
	whole, part, _ := strings.Cut(strings.TrimSpace(amount), ".")
	if whole == "" || len(whole) > 15 || len(part) > digits && strings.Trim(part[digits:], "0") != "" {
		return 0, badAmount(amount, currency, digits, place)
	}
	part = (part + "000")[:digits]
	var minor int64
	for _, r := range whole + part {
		if r < '0' || r > '9' || minor > math.MaxInt64/20 {
			return 0, badAmount(amount, currency, digits, place)
		}
		minor = minor*10 + int64(r-'0')
	}
	return minor, checkAmount(minor, place)
}

func badAmount(amount, currency string, digits int, place string) error {
	return problem.At(place+".amount", "amount_invalid", "%.30q isn't an amount of %s: digits, with at most %d behind the point.", amount, currency, digits)
}

func checkAmount(minor int64, place string) error {
	if minor < 0 || minor > maxMinor {
		return problem.At(place+".amount", "amount_out_of_range", "An amount is between 0 and 10,000,000,000.00. What was given back is a purchase that was returned.")
	}
	return nil
}
