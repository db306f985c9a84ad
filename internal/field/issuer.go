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
var currencies = []string{"810", "643", "840", "978", "156", "398", "826", "756", "933", "949", "784", "051", "417", "860"}

// accountNumber tells whether the digits are a Russian bank account: 20,
// with a currency in the middle. Written in fours it begins like a card.
func accountNumber(digits string) bool {
	return len(digits) == 20 && slices.Contains(currencies, digits[5:8])
}

// usualAccounts are the beginnings of the accounts that people and
// companies have at Russian banks: current, savings, credit, for cards.
var usualAccounts = []string{
	"40817", "40820", "40802", "40701", "40702", "40703", "40807", "40821", "40822", "40823", "40824", "40602", "40603", "40502", "40503",
	"42301", "42302", "42303", "42304", "42305", "42306", "42307", "42309", "42311",
	"42601", "42602", "42603", "42604", "42605", "42606", "42607", "42102", "42103", "42104", "42105", "42106", "42107",
	"45502", "45503", "45504", "45505", "45506", "45507", "45509", "45703", "45704", "45705", "45706", "47422", "30101", "30232",
}

// usualAccount tells whether an account's number begins as people's do.
func usualAccount(digits string) bool { return slices.Contains(usualAccounts, digits[:5]) }
