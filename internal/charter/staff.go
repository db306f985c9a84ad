package charter

// Staff says what is asked of colleagues and of their devices.
type Staff struct {
	Training Training
	Devices  Devices
	Quotas   map[string]Quota // reveals, searches, stops
	Bulk     Bulk
}

// Training is the lessons that colleagues must have passed.
type Training struct {
	Lessons []string
	Every   Period
	Grace   Period
}

// Devices is what a colleague's device must be like.
type Devices struct {
	Required       string // off, warn, mask or refuse: what a device that is not in order gets
	Antivirus      Antivirus
	Security       Period // how old a pending security update may be
	DiskEncryption string // required or ""
	Firewall       string // required or ""
	ScreenLock     Period // within which an idle screen locks; zero: not asked
	Applications   Applications
	Grace          Period
	PhoneStatement string // masked_only or refuse
}

// Antivirus is how old signatures, and the product itself, may be.
type Antivirus struct{ Fresh, Product Period }

// Applications is what may run beside customers' data.
type Applications struct {
	Unknown string // allow, warn or refuse
	Denied  []string
}

// Bulk is when an export counts as one of many customers, and how many
// people must then agree.
type Bulk struct{ Over, Approvers int }

// Quota is how often a role may do one kind of thing.
type Quota struct {
	Roles map[string]int
	Other int
	Per   Period
}

// Quota returns how many of the kind (reveals, searches, stops) the role
// may do in which period. A kind that nobody declared has limit 0.
func (s Staff) Quota(kind, role string) (limit int, per Period) {
	q, ok := s.Quotas[kind]
	if !ok {
		return 0, hours(1)
	}
	if n, ok := q.Roles[role]; ok {
		return n, q.Per
	}
	return q.Other, q.Per
}
