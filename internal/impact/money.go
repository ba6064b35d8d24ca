package impact

import (
	"math"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/customer"
)

// minorOf is how many minor units make one of a currency.
func minorOf(currency string) float64 {
	n, err := customer.ParseMoney("1", currency, "currency")
	if err != nil {
		return 100
	}
	return float64(n)
}

var signs = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}

// short writes money as a person says it: €412 k, €1.2 M.
func short(minor int64, currency string) string {
	x := float64(minor) / minorOf(currency)
	sign := ""
	if x < 0 {
		sign, x = "−", -x
	}
	unit := ""
	switch {
	case x >= 999.5e6:
		x, unit = x/1e9, " bn"
	case x >= 999.5e3:
		x, unit = x/1e6, " M"
	case x >= 9999.5:
		x, unit = x/1e3, " k"
	}
	digits := 0
	if unit != "" && x < 99.95 {
		digits = 1
	}
	if unit == " k" && x >= 9.95 {
		digits = 0
	}
	s := strconv.FormatFloat(x, 'f', digits, 64)
	if unit == "" {
		s = thousands(int64(math.Round(x)))
	} else {
		s = strings.TrimSuffix(s, ".0")
	}
	if symbol := signs[currency]; symbol != "" {
		return sign + symbol + s + unit
	}
	return sign + currency + " " + s + unit
}

func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// major writes minor units as a plain decimal, for files.
func major(minor int64, currency string) float64 { return float64(minor) / minorOf(currency) }
