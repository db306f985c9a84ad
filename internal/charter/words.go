package charter

import "slovo"

// saying is one kind of problem in both languages: what is wrong and what
// to do. Braces are filled by refuse. This file is the room's catalogue;
// no other file of it holds words that people read.
type saying struct{ what, do slovo.Text }

func say(ru, en, doRU, doEN string) saying {
	return saying{slovo.Text{RU: ru, EN: en}, slovo.Text{RU: doRU, EN: doEN}}
}

// The file.
var (
	tooLarge = say("Файл больше 1 МиБ.", "The file is larger than 1 MiB.",
		"Оставьте в нём только устав; тексты согласий держите отдельно.", "Leave only the charter in it; keep the consents' texts apart.")
	notUTF8 = say("Файл не в кодировке UTF-8.", "The file is not UTF-8.",
		"Сохраните его в UTF-8.", "Save it as UTF-8.")
	notYAML = say("Файл не читается как YAML: {cause}.", "The file does not read as YAML: {cause}.",
		"Проверьте отступы, кавычки и скобки в этой строке и выше.", "Check indents, quotes and brackets on this line and above.")
	emptyFile = say("Файл пуст.", "The file is empty.",
		"Начните с образца: команда slovo init создаёт устав.", "Start from a sample: slovo init writes a charter.")
	secondDocument = say("В файле больше одного документа.", "The file holds more than one document.",
		"Уберите строку «---» и всё после неё.", "Remove the line --- and what follows it.")
	notPlain = say("Якоря, ссылки и теги YAML в уставе не допускаются.", "YAML anchors, aliases and tags are not allowed in a charter.",
		"Напишите значение полностью.", "Write the value out.")
)

// Keys, names and kinds of values.
var (
	unknownKey = say("Неизвестный ключ «{key}».", "The key “{key}” is not known.",
		"Уберите его или исправьте; здесь бывают: {known}.", "Remove or correct it; there may be here: {known}.")
	missingKey = say("Не хватает ключа «{key}».", "The key “{key}” is missing.",
		"Добавьте «{key}».", "Add “{key}”.")
	twice = say("«{key}» повторяется.", "“{key}” is repeated.",
		"Оставьте одно.", "Leave one of them.")
	notKey = say("Ключ должен быть словом.", "A key must be a word.",
		"Напишите ключ словом без скобок; число возьмите в кавычки.", "Write the key as a word without brackets; put a number in quotes.")
	badName = say("«{name}» не годится как имя.", "“{name}” will not do as a name.",
		"Возьмите до 40 строчных латинских букв, цифр, «_» и «-», сначала буква.", "Take up to 40 lower-case Latin letters, digits, _ and -, a letter first.")
	reservedName = say("Имя «{name}» занято.", "The name “{name}” is taken.",
		"Выберите другое имя.", "Choose another name.")
	undeclared = say("«{name}» не объявлено в разделе {section}.", "“{name}” is not declared in {section}.",
		"Объявите его в разделе {section} или исправьте имя.", "Declare it in {section}, or correct the name.")
	undeclaredLanguage = say("Язык «{lang}» не объявлен.", "The language “{lang}” is not declared.",
		"Добавьте «{lang}» в charter: languages или уберите этот текст.", "Add “{lang}” to charter: languages, or remove this text.")
	undeclaredLaw = say("Закон «{law}» не объявлен.", "The law “{law}” is not declared.",
		"Добавьте «{law}» в charter: laws или уберите его здесь.", "Add “{law}” to charter: laws, or remove it here.")
	notMapping = say("Здесь нужны ключи со значениями.", "Keys with values are wanted here.",
		"Напишите строки вида «ключ: значение».", "Write lines like “key: value”.")
	notList = say("Здесь нужен список.", "A list is wanted here.",
		"Напишите [первое, второе]; пустой список — [].", "Write [first, second]; an empty list is [].")
	notText = say("Здесь нужен текст.", "A text is wanted here.",
		"Напишите его одной строкой; число, дату, да и нет возьмите в кавычки.", "Write it on one line; put a number, a date, true or false in quotes.")
	notLine = say("Текст слишком длинный или содержит служебные знаки.", "The text is too long or holds control characters.",
		"Уложитесь в 2000 знаков одной строкой.", "Keep to 2000 characters on one line.")
	empty = say("Текст пуст.", "The text is empty.",
		"Напишите его или уберите ключ.", "Write it, or remove the key.")
	notWord = say("«{word}» здесь не годится.", "“{word}” will not do here.",
		"Выберите из: {words}.", "Choose from: {words}.")
	notNumber = say("Здесь нужно целое число от {least} до {most}.", "A whole number from {least} to {most} is wanted here.",
		"Исправьте число, без кавычек.", "Correct the number; no quotes.")
	notDate = say("Здесь нужна дата.", "A date is wanted here.",
		"Напишите её как 2026-12-01.", "Write it like 2026-12-01.")
	notPeriod = say("Здесь нужен срок по ISO 8601.", "An ISO 8601 duration is wanted here.",
		"Напишите его как P1Y, P30D или PT15M.", "Write it like P1Y, P30D or PT15M.")
	outOfBounds = say("Срок должен быть от {least} до {most}.", "The duration must be from {least} to {most}.",
		"Исправьте срок.", "Correct the duration.")
	notCountry = say("Здесь нужен код страны.", "A country's code is wanted here.",
		"Напишите две заглавные латинские буквы, например RU.", "Write two capital Latin letters, RU for instance.")
	notEmail = say("Это не адрес электронной почты.", "This is not an e-mail address.",
		"Напишите его как privacy@lavka.example.", "Write it like privacy@lavka.example.")
	notPhone = say("Это не номер телефона.", "This is not a phone number.",
		"Напишите его с кодом страны: «+7 900 000-00-01».", "Write it with the country's code: \"+7 900 000-00-01\".")
	notHours = say("Здесь нужны часы.", "Hours are wanted here.",
		"Напишите их как \"21:00-09:00\".", "Write them like \"21:00-09:00\".")
)

// What the parts must agree on.
var (
	itemWanted = say("У списка не сказано, из чего он.", "The list does not say what it is made of.",
		"Добавьте item, например {number: text, sum: money}.", "Add item, for instance {number: text, sum: money}.")
	itemUnwanted = say("item бывает только у типа list.", "Only the type list has item.",
		"Уберите item или смените тип на list.", "Remove item, or change the type to list.")
	maskUnfit = say("Маска «{mask}» не подходит типу {type}.", "The mask “{mask}” does not fit the type {type}.",
		"Возьмите из: {masks}.", "Take one of: {masks}.")
	searchUnfit = say("Так по типу {type} не ищут.", "The type {type} is not searched like that.",
		"words бывает у имён; exact — у имён, телефонов, почты, счетов и текста.", "words is for names; exact for names, phones, e-mail, accounts and text.")
	changeWeaker = say("Изменить поле легче, чем узнать.", "The field is easier to change than to be told.",
		"Сделайте change не ниже level.", "Let change be no lower than level.")
	fieldNeedAndMay = say("Поле «{name}» и обязательно, и возможно.", "The field “{name}” is both needed and allowed.",
		"Оставьте его в need или в may.", "Leave it in need or in may.")
	noFields = say("У цели нет ни одного поля.", "The purpose has no fields.",
		"Назовите поля в need или may.", "Name fields in need or may.")
	basisMissing = say("Не названо основание по закону «{law}».", "No basis is named under the law “{law}”.",
		"Добавьте «{law}» в basis: без основания данные не собирают.", "Add “{law}” to basis: without a basis nothing is collected.")
	consentWanted = say("Основание — согласие, но ни одно согласие не названо.", "The basis is consent, but no consent is named.",
		"Добавьте consents: [имя согласия].", "Add consents: [the consent's name].")
	consentShared = say("Согласие «{name}» уже дано для цели «{purpose}».", "The consent “{name}” is already given for the purpose “{purpose}”.",
		"Одно согласие — одна цель: заведите второе.", "One consent, one purpose: declare another.")
	mayNeverStart = say("Событие «{event}» может не наступить, и срок не начнётся.", "The event “{event}” may never come, so the clock may never start.",
		"Добавьте otherwise: {from: created, for: срок}.", "Add otherwise: {from: created, for: a duration}.")
	otherwiseMayNeverStart = say("И запасное событие «{event}» может не наступить.", "The event “{event}” in otherwise may never come either.",
		"Возьмите created или, у согласия со сроком, consent_expired.", "Take created or, for a consent that expires, consent_expired.")
	tellsNobody = say("Роль «{role}» ни с кем не говорит, но ей поручено сообщать.", "The role “{role}” talks to nobody, yet is to tell.",
		"Уберите её из tell или из without_customer.", "Remove it from tell or from without_customer.")
	tellsNowhere = say("Сообщать поручено, а каналов нет.", "There is a role to tell, but no channel to tell over.",
		"Добавьте channels или уберите tell.", "Add channels, or remove tell.")
	roleWithoutUse = say("Роль «{role}» в without_customer, но этой цели не служит.", "The role “{role}” is in without_customer but does not serve this purpose.",
		"Дайте ей обязанность в roles или уберите её отсюда.", "Give it a duty in roles, or remove it here.")
	cannotApprove = say("Роль «{role}» не может одобрять.", "The role “{role}” may not approve.",
		"Добавьте approve в may этой роли или назовите другую.", "Add approve to that role's may, or name another role.")
	mailingWanted = say("Отправлять поручено, а как — не сказано.", "There is a role to send, but not how.",
		"Добавьте mailing с каналами и частотой.", "Add mailing with its channels and rate.")
	notInPurposes = say("Поля «{name}» нет ни в одной из целей получателя.", "The field “{name}” is in none of the recipient's purposes.",
		"Уберите поле или добавьте цель, которой оно нужно.", "Remove the field, or add a purpose that needs it.")
	contractWanted = say("У обработчика нет договора.", "The processor has no contract.",
		"Добавьте contract с номером и днём начала.", "Add contract with its number and first day.")
	endsBeforeStart = say("Договор кончается раньше, чем начинается.", "The contract ends before it begins.",
		"Исправьте from или to.", "Correct from or to.")
	notAutomatic = say("Событие «{event}» slovo отмечает само.", "slovo sets the event “{event}” itself.",
		"Добавьте ему set: automatic.", "Add set: automatic to it.")
	notOurs = say("Событие «{event}» slovo не умеет отмечать само.", "slovo cannot set the event “{event}” itself.",
		"Уберите set: automatic; само отмечается только: {known}.", "Remove set: automatic; only these are set by slovo: {known}.")
	pointsDescend = say("Для высокого уровня нужно меньше баллов, чем для низкого.", "A higher level asks for fewer points than a lower one.",
		"Пусть low ≤ normal ≤ high.", "Let low ≤ normal ≤ high.")
	notFactor = say("«{word}» не доказывает, кто звонит.", "“{word}” does not prove who is calling.",
		"Возьмите из: {words}.", "Take from: {words}.")
	outOfReach = say("Названных факторов не хватит на уровень {level}.", "The named factors cannot reach the level {level}.",
		"Добавьте факторы, например pin или totp.", "Add factors, pin or totp for instance.")
	idleLonger = say("Простой дольше самого допуска.", "The idle time is longer than the grant.",
		"Пусть idle будет не больше for.", "Let idle be no more than for.")
	valuelessOnly = say("«{word}» здесь не даётся.", "“{word}” is not given here.",
		"Поля дают цели, в разделе purposes; здесь бывают: {words}.", "Purposes give fields, under purposes; here may stand: {words}.")
)
