package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
)

// planOf maps a file under the shop's charter.
func planOf(t testing.TB, file string, c *charter.Charter, o intake.Options) (*intake.Table, *intake.Plan) {
	t.Helper()
	table, err := intake.Open(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	p, err := table.Plan(c, o)
	if err != nil {
		t.Fatal(err)
	}
	return table, p
}

// mapped are the plan's stored columns, by header.
func mapped(t testing.TB, p *intake.Plan) map[string]string {
	t.Helper()
	fields := map[string]string{}
	for _, col := range p.Columns {
		if col.Field != "" {
			fields[col.Title(slovo.EN)] = col.Field
		} else if (col.Reason == nil) == (col.Wish == "" && col.Event == "") || col.Reason != nil && (col.Reason.RU == "" || col.Reason.EN == "") {
			t.Errorf("column %q is left out without a reason in both languages", col.Header)
		}
	}
	return fields
}

type fields = map[string]string

// layouts are exports as their programs write them, cut to a row or two.
var layouts = []struct {
	name, file string
	layout     string
	want       fields
}{
	{
		"HubSpot", `Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Lifecycle Stage,Create Date,Associated Company,Country/Region,Contact owner,Unsubscribed from all email
5101,Anna,Marlow,anna.marlow@example.com,+44 7700 900123,New,Lead,2026-03-01 10:00,Acme,United Kingdom,Jane Roe,false
5102,Пётр,Иванов,petr@example.org,+7 900 000-11-22,Open,Customer,2026-03-02 11:00,,Russia,Jane Roe,true
`, "HubSpot", fields{"First Name": "name", "Last Name": "name", "Email": "email", "Phone Number": "phone"},
	},
	{
		"Salesforce API", `"Id","IsDeleted","AccountId","LastName","FirstName","Email","Phone","MobilePhone","OwnerId","HasOptedOutOfEmail","DoNotCall","IsEmailBounced","CreatedDate"
"0035g00000ABCDEAA1","false","0015g00000XYZ","Marlow","Anna","anna@example.com","","+44 7700 900124","0055g","false","false","false","2026-01-01T00:00:00.000Z"
`, "Salesforce", fields{"LastName": "name", "FirstName": "name", "Email": "email", "Phone": "phone", "MobilePhone": "phone"},
	},
	{
		"Salesforce report", `"Salutation","First Name","Last Name","Email","Phone","Account Name","Title","Mailing City"
"Ms.","Anna","Marlow","anna@example.com","+44 7700 900125","Acme","Director","London"
`, "Salesforce report", fields{"First Name": "name", "Last Name": "name", "Email": "email", "Phone": "phone", "Mailing City": "address"},
	},
	{
		"Bitrix24", `"ID";"Обращение";"Имя";"Отчество";"Фамилия";"Дата рождения";"Рабочий телефон";"Мобильный телефон";"Домашний телефон";"Другой телефон";"Телефон для рассылок";"Рабочий e-mail";"Частный e-mail";"Другой e-mail";"E-mail для рассылок";"Компания";"Должность";"Тип контакта";"Источник";"Комментарий";"Ответственный";"Дата создания"
"17";"г-н";"Пётр";"Сергеевич";"Иванов";"01.02.1980";"84950000000";"+79000001122";"";"";"";"petr@example.org";"";"";"";"ООО Ромашка";"Директор";"Клиенты";"Сайт";"";"Анна Смирнова";"01.03.2026 10:00:00"
`, "Bitrix24", fields{
			"Имя": "name", "Отчество": "name", "Фамилия": "name",
			"Рабочий телефон": "phone", "Мобильный телефон": "phone", "Домашний телефон": "phone", "Другой телефон": "phone", "Телефон для рассылок": "phone",
			"Рабочий e-mail": "email", "Частный e-mail": "email", "Другой e-mail": "email", "E-mail для рассылок": "email",
		},
	},
	{
		"amoCRM", `ID;Тип;Полное имя контакта;Имя;Фамилия;Название компании;Ответственный;Дата создания контакта;Кем создан контакт;Сделки;Дата редактирования;Кем редактирован;Теги;Примечание 1;Примечание 2;Рабочий телефон;Рабочий прямой телефон;Мобильный телефон;Факс;Домашний телефон;Другой телефон;Рабочий email;Личный email;Другой email;Web;Адрес;Должность;Должность
31;контакт;Иванов Пётр;Пётр;Иванов;ООО Ромашка;Анна;01.03.2026;Анна;;01.03.2026;Анна;;"перезвонить; после обеда";;'+79000001122;;;;;;petr@example.org;;;;Москва, ул. Примерная, 1;Директор;
`, "amoCRM", fields{
			"Полное имя контакта": "name", "Имя": "name", "Фамилия": "name", "Рабочий телефон": "phone", "Рабочий прямой телефон": "phone",
			"Мобильный телефон": "phone", "Домашний телефон": "phone", "Другой телефон": "phone",
			"Рабочий email": "email", "Личный email": "email", "Другой email": "email", "Адрес": "address",
		},
	},
	{
		"EspoCRM", `salutationName,firstName,lastName,title,emailAddress,phoneNumber,doNotCall,addressStreet,addressCity,addressState,addressCountry,addressPostalCode,account,accountId
Ms.,Anna,Marlow,CEO,anna@example.com,+447700900126,0,1 Sample Street,London,,UK,N1 1AA,Acme,64f
`, "EspoCRM", fields{
			"firstName": "name", "lastName": "name", "emailAddress": "email", "phoneNumber": "phone", "addressStreet": "address",
			"addressCity": "address", "addressState": "address", "addressCountry": "address", "addressPostalCode": "address",
		},
	},
	{
		"Zendesk", `name,email,external_id,details,notes,phone,role,restriction,organization,tags,custom_fields.plan
Anna Marlow,anna@example.com,ext-17,,,+44 7700 900127,end-user,,Acme,vip,gold
`, "Zendesk", fields{"name": "name", "email": "email", "phone": "phone"},
	},
	{
		"Google, new", `First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address
Anna,Rose,Marlow,,,,,,,,,,,,,,* myContacts,* ,anna@example.com,Mobile,+44 7700 900128,,,Home,"1 Sample Street
London",1 Sample Street,London,,,N1 1AA,UK,
`, "Google", fields{
			"First Name": "name", "Middle Name": "name", "Last Name": "name", "E-mail 1 - Value": "email", "Phone 1 - Value": "phone", "Phone 2 - Value": "phone",
			"Address 1 - Formatted": "address", "Address 1 - Street": "address", "Address 1 - City": "address", "Address 1 - Region": "address",
			"Address 1 - Postal Code": "address", "Address 1 - Country": "address", "Address 1 - Extended Address": "address",
		},
	},
	{
		"Google, old", `Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value
Anna Marlow,Anna,,Marlow,,,* myContacts,* ,anna@example.com,Mobile,+44 7700 900129
`, "Google", fields{
			"Name": "name", "Given Name": "name", "Additional Name": "name", "Family Name": "name",
			"E-mail 1 - Value": "email", "Phone 1 - Value": "phone",
		},
	},
	{
		"Shopify", `Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
'7012345678,Anna,Marlow,anna@example.com,yes,,1 Sample Street,,London,,GB,N1 1AA,+44 7700 900130,,no,10.00,1,,no,
`, "Shopify", fields{
			"First Name": "name", "Last Name": "name", "Email": "email", "Phone": "phone", "Default Address Phone": "phone",
			"Default Address Address1": "address", "Default Address Address2": "address", "Default Address City": "address",
			"Default Address Province Code": "address", "Default Address Country Code": "address", "Default Address Zip": "address",
		},
	},
	{
		"a Russian shop's own", `№;ФИО;Телефон;E-mail;Номер счёта;Карта (последние 4);Адрес;Заказы;CVV
1;Иванов Пётр Сергеевич;8 (900) 000-11-22;petr@example.org;40-12345;4242;Москва, ул. Примерная, 1;[];123
`, "", fields{
			"ФИО": "name", "Телефон": "phone", "E-mail": "email", "Номер счёта": "account", "Карта (последние 4)": "card_last4",
			"Адрес": "address", "Заказы": "orders",
		},
	},
	{
		"an English shop's own", "Full Name\tMobile\tE-mail address\tAccount No.\tCard (last 4)\tDelivery address\tOrders\n" +
			"Anna Marlow\t+44 7700 900131\tanna@example.com\tA-12345\t4242\t1 Sample Street, London\t[]\n", "", fields{
			"Full Name": "name", "Mobile": "phone", "E-mail address": "email", "Account No.": "account", "Card (last 4)": "card_last4",
			"Delivery address": "address", "Orders": "orders",
		},
	},
	{
		"the charter's own names", "name|phone|email|account|card_last4|Delivery address|Заказы\nАнна Петрова|+7 900 000-00-02|anna@example.org|A-12345|4242|Москва|[]\n", "", fields{
			"name": "name", "phone": "phone", "email": "email", "account": "account", "card_last4": "card_last4", "Delivery address": "address", "Заказы": "orders",
		},
	},
	{
		"headers that say little", "Кто;Как связаться;Куда;Чем\n" +
			"Иванов Пётр Сергеевич;+7 900 000-11-22;г. Москва, ул. Примерная, д. 1;4111 1111 1111 1111\n" +
			"Петрова Анна Ивановна;8 900 000 11 23;г. Тверь, ул. Садовая, д. 2;5555 5555 5555 4444\n", "", fields{
			"Кто": "name", "Как связаться": "phone", "Куда": "address", "Чем": "card_last4",
		},
	},
	{
		"no header at all", "Иванов Пётр Сергеевич,+79000001122,petr@example.org\nПетрова Анна Ивановна,+79000001123,anna@example.org\n", "", fields{
			"column 1": "name", "column 2": "phone", "column 3": "email",
		},
	},
	{
		"a title above", "Контакты за ноябрь;;\n;;\nФИО;Телефон;Почта\nИванов Пётр;89000001122;petr@example.org\n", "", fields{
			"ФИО": "name", "Телефон": "phone", "Почта": "email",
		},
	},
}

func TestLayoutsNeedNoQuestion(t *testing.T) {
	c := gatetest.Shop(t)
	for _, tt := range layouts {
		t.Run(tt.name, func(t *testing.T) {
			table, p := planOf(t, tt.file, c, intake.Options{})
			if diff := cmp.Diff(tt.want, mapped(t, p)); diff != "" {
				t.Errorf("stored columns (-want +got):\n%s", diff)
			}
			if p.Layout != tt.layout {
				t.Errorf("layout %q, want %q", p.Layout, tt.layout)
			}
			counts, err := intake.Check(t.Context(), table, p, nil, nil)
			if err != nil || counts.Rejected > 0 || counts.Rows == 0 || counts.Stored != counts.Rows {
				t.Errorf("Check: %+v, %v", counts, err)
			}
		})
	}
}

// A layout is known by a few of its own columns, and a table that has one
// of them by chance, or two of two programs, is nobody's.
func TestLayoutsAreKnownByAPart(t *testing.T) {
	for header, want := range map[string]string{
		"Email,Phone Number,Lifecycle Stage,Lead Status":                           "HubSpot",
		"LastName,Email,OwnerId,HasOptedOutOfEmail":                                "Salesforce",
		"First Name,Account Name,Mailing City,Phone":                               "Salesforce report",
		"Фамилия,Мобильный телефон,Тип контакта,E-mail для рассылок":               "Bitrix24",
		"Полное имя контакта,Мобильный телефон,Кем создан контакт":                 "amoCRM",
		"firstName,lastName,addressStreet,addressCity":                             "EspoCRM",
		"name,email,external_id,restriction":                                       "Zendesk",
		"First Name,Phone 1 - Value,E-mail 1 - Value":                              "Google",
		"Given Name,Family Name,Phone 1 - Value":                                   "Google",
		"First Name,Phone,Accepts Email Marketing,Total Spent":                     "Shopify",
		"Name,Phone,Lead Status":                                                   "",
		"Name,Phone,Lead Status,Contact owner,Accepts Email Marketing,Total Spent": "",
		"Имя,Телефон,Источник":                                                     "",
	} {
		_, p := planOf(t, header+"\n"+strings.Repeat("x,", strings.Count(header, ","))+"x\n", gatetest.Shop(t), intake.Options{})
		if p.Layout != want {
			t.Errorf("%s: layout %q, want %q", header, p.Layout, want)
		}
	}
}

// reasonOf is why the column is left out, in English.
func reasonOf(p *intake.Plan, header string) string {
	for _, col := range p.Columns {
		if col.Header == header && col.Reason != nil {
			return col.Reason.EN
		}
	}
	return ""
}

func TestReasonsForColumnsLeftOut(t *testing.T) {
	_, p := planOf(t, "ID;ФИО;Телефон;CVV;Согласие;Ответственный;Любимый цвет;Дата рождения;Паспорт;Страна;Карта лояльности\n"+
		"1;Иванов Пётр;89000001122;123;да;Анна;синий;01.02.1980;4500 123456;Россия;777\n", gatetest.Shop(t), intake.Options{Purposes: []string{"support"}})
	for header, want := range map[string]string{
		"ID":               "the source's own id",
		"CVV":              "never stored; the column was not even read",
		"Согласие":         "without proof it is none",
		"Ответственный":    "colleague",
		"Любимый цвет":     "no field",
		"Дата рождения":    "no field for this column",
		"Паспорт":          "in none of the chosen purposes: “Answering you”",
		"Страна":           "alone is no address",
		"Карта лояльности": "no field",
	} {
		if got := reasonOf(p, header); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", header, got, want)
		}
	}
}

func TestPurposes(t *testing.T) {
	c := gatetest.Shop(t)
	for _, tt := range []struct {
		name, header string
		want         []string
	}{
		{"name and phone", "ФИО;Телефон", []string{"support"}},
		{"and an address", "ФИО;Телефон;Адрес", []string{"fulfil", "support"}},
		{"and a card", "ФИО;Телефон;Карта", []string{"payment", "support"}},
		{"no purpose whole: the nearest", "ФИО;E-mail", []string{"support"}},
		{"nothing of a customer's", "Цвет;Размер", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, p := planOf(t, tt.header+"\n", c, intake.Options{})
			if diff := cmp.Diff(tt.want, p.Purposes); diff != "" {
				t.Errorf("purposes (-want +got):\n%s", diff)
			}
			if p.Why.RU == "" || p.Why.EN == "" || len(p.Others)+len(p.Purposes) != len(c.Purposes) {
				t.Errorf("purposes unexplained: %+v, others %+v", p.Why, p.Others)
			}
		})
	}
	table, err := intake.Open(strings.NewReader("ФИО;Телефон\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"promo", "no_such"} {
		if _, err := table.Plan(c, intake.Options{Purposes: []string{bad}}); err == nil {
			t.Errorf("purpose %s was taken", bad)
		}
	}
}
