package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"slovo/internal/field"
)

// meaning is what a column holds, whatever its header is called.
type meaning string

// What columns hold. The parts of a name and of an address are put together.
const (
	unknown meaning = ""

	wholeName  meaning = "name"
	lastName   meaning = "last name"
	firstName  meaning = "first name"
	middleName meaning = "middle name"

	wholeAddress meaning = "address"
	postal       meaning = "postal code"
	country      meaning = "country"
	region       meaning = "region"
	city         meaning = "city"
	street       meaning = "street"
	extended     meaning = "extended address"

	phone    meaning = "phone"
	email    meaning = "email"
	account  meaning = "account"
	card     meaning = "card"
	passport meaning = "passport"
	orders   meaning = "orders"

	rowID  meaning = "id"      // the source's own name of the row
	gone   meaning = "deleted" // rows marked here are deleted there
	secret meaning = "secret"  // a password, a card's code or PIN: never read
	claim  meaning = "claim"   // somebody's word about a consent to nobody knows what
	ours   meaning = "ours"    // what slovo adds to rows that it did not take
	staffs meaning = "staff"   // about a colleague or a company, not the customer
	other  meaning = "other"   // of the customer, but no type of ours by itself
	idle   meaning = "idle"    // a program's own
)

// types tells which type of field a meaning goes to.
var types = map[meaning]field.Type{
	wholeName: field.Name, lastName: field.Name, firstName: field.Name, middleName: field.Name,
	wholeAddress: field.Address, postal: field.Address, country: field.Address, region: field.Address,
	city: field.Address, street: field.Address, extended: field.Address,
	phone: field.Phone, email: field.Email, account: field.AccountNumber, card: field.CardLast4,
	passport: field.Passport, orders: field.List,
}

// spoken are the headers of the usual exports and of tables kept by hand,
// as bared leaves them.
//
//nolint:gosec // the word "secret" here is a header's meaning, not a credential
var spoken = map[meaning]string{
	wholeName: `name fullname customername clientname customer client contactname contact buyer
		фио имя_и_фамилия фамилия_имя фамилия_имя_отчество фамилия_и_имя полное_имя полное_имя_контакта клиент покупатель имя_клиента фио_клиента
		контактное_лицо контакт заказчик получатель`,
	lastName:   `lastname surname familyname фамилия`,
	firstName:  `firstname givenname forename имя`,
	middleName: `middlename additionalname patronymic secondname отчество`,

	wholeAddress: `address fulladdress mailingaddress shippingaddress deliveryaddress homeaddress postaladdress defaultaddress
		адрес адрес_доставки адрес_клиента почтовый_адрес домашний_адрес полный_адрес адрес_проживания`,
	postal: `zip zipcode postcode postalcode addresspostalcode defaultaddresszip mailingzip mailingzippostalcode mailingpostalcode
		индекс почтовый_индекс`,
	country: `country countryregion addresscountry defaultaddresscountrycode defaultaddresscountry mailingcountry страна`,
	region:  `state region stateregion province addressstate defaultaddressprovincecode defaultaddressprovince mailingstate mailingstateprovince область регион край`,
	city:    `city town addresscity defaultaddresscity mailingcity город населенный_пункт`,
	street:  `street streetaddress address1 addressline1 addressstreet defaultaddressaddress1 mailingstreet улица улица_номер_дома улица_дом`,
	extended: `address2 addressline2 defaultaddressaddress2 apartment flat квартира дом квартира_офис дом_квартира
		квартира_офис_комната_этаж`,

	phone: `phone phonenumber mobile mobilephone mobilenumber cell cellphone tel telephone homephone workphone otherphone contactphone
		primaryphone defaultaddressphone phone1 phone2
		телефон тел телефоны номер_телефона контактный_телефон телефон_клиента мобильный мобильный_телефон моб_телефон сотовый
		рабочий_телефон рабочий_прямой_телефон домашний_телефон другой_телефон телефон_для_рассылок`,
	email: `email emailaddress mail emails e_mail_address primaryemail workemail homeemail otheremail
		почта эл_почта электронная_почта адрес_электронной_почты емейл имейл мейл
		рабочий_e_mail частный_e_mail личный_e_mail другой_e_mail e_mail_для_рассылок рабочий_email личный_email другой_email`,

	account: `accountnumber accountno account acct contractnumber contractno agreementnumber iban
		номер_счета счет номер_счета_клиента лицевой_счет номер_лицевого_счета номер_договора договор`,
	card: `card cardnumber creditcard creditcardnumber pan cardlast4 cardlast4digits cardlastfour cardlastdigits last4 last4digits lastfour
		карта номер_карты карта_последние_4 карта_последние_4_цифры последние_4_цифры_карты последние_цифры_карты карта_4_последние_цифры`,
	passport: `passport passportnumber passportno iddocument паспорт номер_паспорта серия_и_номер_паспорта паспорт_серия_и_номер паспортные_данные`,
	orders:   `orders заказы`,

	rowID: `id recordid customerid contactid clientid externalid userid ид код_клиента ид_клиента id_клиента`,
	gone:  `isdeleted deleted удален`,
	secret: `cvv cvv2 cvc cvc2 cvn cvn2 cid csc cardcode securitycode cardsecuritycode cardverificationcode pin pincode cardpin
		код_карты код_безопасности код_безопасности_карты пин пин_код пин_карты цвв цвц cvv_код cvc_код cvv_карты cvc_карты password passwd passwordhash secretquestion secretanswer пароль хеш_пароля секретный_вопрос кодовое_слово`,
	claim: `optin consent согласие`,
	ours:  `slovo_row slovo_line slovo_column slovo_why_it_was_not_taken slovo_строка slovo_строка_файла slovo_столбец slovo_почему_не_принята`,
	staffs: `contactowner owner ownerid assignedto assigneduser accountowner createdby modifiedby lastmodifiedby
		ответственный менеджер кем_создан кем_создан_контакт кем_редактирован кто_создал
		company companyname associatedcompany accountname accountid organization organizationname organizationtitle organizationdepartment
		defaultaddresscompany компания название_компании организация должность jobtitle title department fax факс рабочий_факс`,
	idle: `hasoptedoutoffax leadstatus lifecyclestage createdate createddate createdat isemailbounced salutation salutationname обращение тип тип_контакта тип_клиента
		источник источник_контакта комментарий комментарии дата_создания дата_создания_контакта дата_изменения дата_редактирования сделки теги
		примечание примечание_1 примечание_2 примечание_3 примечание_4 примечание_5 web сайт website url
		details notes note role restriction tags labels photo nickname fileas nameprefix namesuffix yominame givennameyomi familynameyomi
		additionalnameyomi phoneticfirstname phoneticmiddlename phoneticlastname firstnamephonetic middlenamephonetic lastnamephonetic initials
		groupmembership totalspent totalorders taxexempt status статус описание description timezone`,
	other: `дата_рождения birthday birthdate dateofbirth gender sex пол возраст age язык language`,
}

// headers is spoken by header.
var headers = func() map[string]meaning {
	all := map[string]meaning{}
	for m, words := range spoken {
		for word := range strings.FieldsSeq(words) {
			all[bared(word)] = m
		}
	}
	return all
}()

// numbered are the headers of Google Contacts, which count: Phone 1 - Value.
var numbered = regexp.MustCompile(`^(phone|email|address|website|relation|event|im|organization|customfield)(\d+)(.*)$`)

var numberedParts = map[string]meaning{
	"phonevalue": phone, "emailvalue": email, "addressformatted": wholeAddress, "addressstreet": street, "addresscity": city,
	"addressregion": region, "addresspostalcode": postal, "addresscountry": country, "addressextendedaddress": extended,
}

// aboutOthers are word-beginnings by which a header is not the customer's
// own, or no value at all.
var aboutOthers = []string{
	"менедж", "ответств", "компан", "организ", "сотрудн", "курьер", "факс", "дата", "подпис", "рассыл", "соглас", "тип", "статус",
	"owner", "manager", "company", "organi", "assistant", "employee", "agent", "emergency", "fax", "date", "opt", "subscri", "consent",
	"bounced", "verified", "type", "label", "status", "count", "колич", "marketing", "comment", "коммент",
	"лояльн", "скидоч", "клубн", "бонус", "подароч", "loyalty", "gift", "member", "срок", "действи", "expir", "valid",
}

// stems tell a column by a part of its header: «Телефон для связи».
var stems = []struct {
	stem string
	meaning
}{
	{"cvv", secret},
	{"cvc", secret},
	{"password", secret},
	{"парол", secret},
	{"email", email},
	{"почт", email},
	{"телефон", phone},
	{"phone", phone},
	{"mobile", phone},
	{"карт", card},
	{"creditcard", card},
	{"адрес", wholeAddress},
	{"фио", wholeName},
	{"паспорт", passport},
	{"passport", passport},
}

// meant tells what a header says by itself; the program's layout goes first.
func meant(header string, l layout) meaning {
	key := bared(header)
	if m, ok := l.differs[key]; ok {
		return m
	}
	if m, ok := headers[key]; ok {
		return m
	}
	if parts := numbered.FindStringSubmatch(key); parts != nil {
		if m, ok := numberedParts[parts[1]+parts[3]]; ok {
			return m
		}
		return idle
	}
	if strings.HasPrefix(key, "customfields") {
		return idle
	}
	if _, wish := wishHeaders[key]; wish {
		return unknown
	}
	return stemmed(key)
}

// groupOf is the number in a header that counts: of Address 2 - City it is 2.
func groupOf(header string) int {
	if parts := numbered.FindStringSubmatch(bared(header)); parts != nil {
		n, _ := strconv.Atoi(parts[2])
		return n
	}
	return 0
}

func stemmed(key string) meaning {
	for _, s := range stems {
		if !strings.Contains(key, s.stem) {
			continue
		}
		if s.meaning == secret {
			return secret
		}
		for _, other := range aboutOthers {
			if strings.Contains(key, other) {
				return unknown
			}
		}
		return s.meaning
	}
	return unknown
}

// bared is a header without what its writers vary: case, ё, spaces, signs.
func bared(header string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		switch {
		case r == 'ё':
			return 'е'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		}
		return -1
	}, header)
}
