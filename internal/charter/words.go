package charter

// saying is the code of one kind of finding. What is wrong and what to do
// stand in the catalogue, under charter.CODE.what and charter.CODE.do.
type saying string

// The file.
const (
	tooLarge       saying = "too_large"
	notUTF8        saying = "not_utf8"
	notYAML        saying = "not_yaml"
	emptyFile      saying = "empty_file"
	secondDocument saying = "second_document"
	notPlain       saying = "not_plain"
)

// Keys, names and kinds of values.
const (
	unknownKey         saying = "unknown_key"
	missingKey         saying = "missing_key"
	twice              saying = "twice"
	notKey             saying = "not_key"
	badName            saying = "bad_name"
	reservedName       saying = "reserved_name"
	undeclared         saying = "undeclared"
	undeclaredLanguage saying = "undeclared_language"
	undeclaredLaw      saying = "undeclared_law"
	notMapping         saying = "not_mapping"
	notList            saying = "not_list"
	notText            saying = "not_text"
	notLine            saying = "not_line"
	empty              saying = "empty"
	notWord            saying = "not_word"
	notNumber          saying = "not_number"
	notDate            saying = "not_date"
	notPeriod          saying = "not_period"
	outOfBounds        saying = "out_of_bounds"
	notCountry         saying = "not_country"
	notEmail           saying = "not_email"
	notPhone           saying = "not_phone"
	notHours           saying = "not_hours"
	itemWanted         saying = "item_wanted"
)

// What the parts must agree on.
const (
	itemUnwanted           saying = "item_unwanted"
	maskUnfit              saying = "mask_unfit"
	searchUnfit            saying = "search_unfit"
	changeWeaker           saying = "change_weaker"
	fieldNeedAndMay        saying = "field_need_and_may"
	noFields               saying = "no_fields"
	basisMissing           saying = "basis_missing"
	basisUnnamed           saying = "basis_unnamed"
	consentWanted          saying = "consent_wanted"
	consentShared          saying = "consent_shared"
	mayNeverStart          saying = "may_never_start"
	otherwiseMayNeverStart saying = "otherwise_may_never_start"
	tellsNobody            saying = "tells_nobody"
	tellsNowhere           saying = "tells_nowhere"
	roleWithoutUse         saying = "role_without_use"
	cannotApprove          saying = "cannot_approve"
	mailingWanted          saying = "mailing_wanted"
	notInPurposes          saying = "not_in_purposes"
	contractWanted         saying = "contract_wanted"
	endsBeforeStart        saying = "ends_before_start"
	notAutomatic           saying = "not_automatic"
	notOurs                saying = "not_ours"
	pointsDescend          saying = "points_descend"
	notFactor              saying = "not_factor"
	outOfReach             saying = "out_of_reach"
	idleLonger             saying = "idle_longer"
	valuelessOnly          saying = "valueless_only"
)

// What the laws ask for; the packs in charter/law name the article.
const (
	basisUnknown           saying = "basis_unknown"
	wordingShared          saying = "wording_shared"
	notWithdrawable        saying = "consent_not_withdrawable"
	writtenConsentWanted   saying = "written_consent_wanted"
	automatedConsentWanted saying = "automated_consent_wanted"
	storeAbroad            saying = "store_abroad"
	transferSafeguard      saying = "transfer_safeguard"
	transferNotice         saying = "transfer_notice"
	contractEnded          saying = "contract_ended"
	contractEnding         saying = "contract_ending"
	interestWanted         saying = "interest_wanted"
	originWanted           saying = "origin_wanted"
	textMissing            saying = "consent_text_missing"
	textsUnseen            saying = "consent_texts_unseen"
	ownAdvertisingConsent  saying = "own_advertising_consent"
	channelNotAgreed       saying = "channel_not_agreed"
	registerNumber         saying = "register_number"
	logTooShort            saying = "log_too_short"
	fieldUnused            saying = "field_unused"
	biometricFactor        saying = "biometric_factor"
)

// What a reader would stumble over.
const (
	notWording     saying = "not_wording"
	notZone        saying = "not_zone"
	zoneWanted     saying = "zone_wanted"
	conditionWrong saying = "condition_wrong"
	roleTwoFaced   saying = "role_two_faced"
	consentUnused  saying = "consent_unused"
	eventUnused    saying = "event_unused"
	storeUnused    saying = "store_unused"
	roleIdle       saying = "role_idle"
)

// warned are the findings that stand in nobody's way. Of the rest, the
// packs say where a law only warns.
var warned = map[saying]bool{consentUnused: true, textsUnseen: true, eventUnused: true, storeUnused: true, roleIdle: true}
