package field

import (
	"slices"
	"strconv"
)

// issuer is a range of first four digits and the lengths that its cards
// have.
type issuer struct {
	low, high int
	lengths   []int
}

var long = []int{16, 17, 18, 19}

// issuers are the payment systems whose cards people in Russia and around
// it carry. Lengths matter: without them every long number with a good
// check digit, an IMEI for one, would be a card.
var issuers = []issuer{
	{4000, 4999, []int{13, 16, 19}}, // Visa
	{5100, 5599, []int{16}},         // Mastercard
	{2221, 2720, []int{16}},         // Mastercard
	{2200, 2204, long},              // Mir
	{3400, 3499, []int{15}},         // American Express
	{3700, 3799, []int{15}},
	{3000, 3059, []int{14, 16, 17, 18, 19}}, // Diners Club
	{3095, 3095, []int{14, 16, 17, 18, 19}},
	{3600, 3699, []int{14, 16, 17, 18, 19}},
	{3800, 3999, []int{14, 16, 17, 18, 19}},
	{3528, 3589, long},                              // JCB
	{6011, 6011, long},                              // Discover
	{6440, 6599, long},                              // Discover, RuPay
	{6200, 6299, long},                              // UnionPay
	{5018, 5018, []int{13, 14, 15, 16, 17, 18, 19}}, // Maestro
	{5020, 5020, []int{13, 14, 15, 16, 17, 18, 19}},
	{5038, 5038, []int{13, 14, 15, 16, 17, 18, 19}},
	{5600, 5899, []int{13, 14, 15, 16, 17, 18, 19}},
	{6304, 6304, []int{13, 14, 15, 16, 17, 18, 19}},
	{6390, 6390, []int{13, 14, 15, 16, 17, 18, 19}},
	{6700, 6799, []int{13, 14, 15, 16, 17, 18, 19}},
	{8600, 8600, []int{16}}, // Uzcard
	{9860, 9860, []int{16}}, // Humo
	{9112, 9112, []int{16}}, // Belkart
	{9417, 9417, []int{16}}, // Elcard
	{9051, 9051, []int{16}}, // ArCa
	{9792, 9792, []int{16}}, // Troy
}

// isCard tells whether the digits are a card's number. After a plus up to
// 15 digits are a phone; 13 digits with a product code's check digit are a
// product: Russian ones begin with 46, as Visa's old cards may.
func isCard(digits string, plus bool) bool {
	if plus && len(digits) <= 15 || len(digits) == 13 && productCode(digits) {
		return false
	}
	return issued(digits) && luhn(digits)
}

func issued(digits string) bool {
	first, err := strconv.Atoi(digits[:4])
	if err != nil {
		return false
	}
	return slices.ContainsFunc(issuers, func(i issuer) bool {
		return first >= i.low && first <= i.high && slices.Contains(i.lengths, len(digits))
	})
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
			if n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// productCode checks an EAN-13.
func productCode(digits string) bool {
	sum := 0
	for i := range len(digits) {
		weight := 1
		if i%2 == 1 {
			weight = 3
		}
		sum += weight * int(digits[i]-'0')
	}
	return sum%10 == 0
}

// currencies that stand in the sixth to eighth digit of a Russian account.
var currencies = []string{"810", "643", "840", "978", "156", "398", "826", "756", "933", "934", "944", "949", "974", "981", "784", "051", "417", "860"}

// accountNumber tells whether the digits are a Russian bank account: 20,
// with a usual beginning and a currency in the middle. Written in fours it
// begins like a card.
func accountNumber(digits string) bool {
	return len(digits) == 20 && digitsIn(digits) == 20 && usualAccount(digits) && slices.Contains(currencies, digits[5:8])
}

// usualAccounts are the beginnings, from and to, of the accounts that the
// Bank of Russia's plan has for people, companies and the treasury: current,
// savings, credit, for cards. Each more lets some cards pass.
var usualAccounts = [][2]string{
	{"03100", "03100"},
	{"03211", "03281"},
	{"30101", "30102"},
	{"30109", "30111"},
	{"30220", "30233"},
	{"40101", "40106"},
	{"40116", "40116"},
	{"40201", "40206"},
	{"40301", "40302"},
	{"40306", "40306"},
	{"40501", "40506"},
	{"40601", "40606"},
	{"40701", "40708"},
	{"40802", "40807"},
	{"40813", "40826"},
	{"42001", "42007"},
	{"42101", "42115"},
	{"42201", "42207"},
	{"42301", "42315"},
	{"42501", "42507"},
	{"42601", "42615"},
	{"45201", "45217"},
	{"45401", "45417"},
	{"45502", "45524"},
	{"45701", "45717"},
	{"47416", "47417"},
	{"47422", "47423"},
}

// usualAccount tells whether an account's number begins as people's do.
func usualAccount(digits string) bool {
	return slices.ContainsFunc(usualAccounts, func(r [2]string) bool { return digits[:5] >= r[0] && digits[:5] <= r[1] })
}

// ibanLengths are the lengths of international account numbers by country.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21,
	"CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
	"GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27,
	"JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22,
	"MK": 19, "MN": 20, "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
	"RU": 33, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "XK": 20,
}
