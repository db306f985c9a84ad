package charter

import "go.yaml.in/yaml/v3"

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

func (r *reading) devices(n *yaml.Node, d *Devices) {
	r.keys(
		n,
		may("required", word(r, &d.Required, "off", "warn", "mask", "refuse")),
		may("antivirus", func(n *yaml.Node) {
			r.keys(
				n,
				may("fresh", r.within(&d.Antivirus.Fresh, hours(1), days(90))),
				may("product", r.within(&d.Antivirus.Product, hours(1), days(365))),
			)
		}),
		may("updates", func(n *yaml.Node) {
			r.keys(n, may("security", r.within(&d.Security, hours(1), days(365))))
		}),
		may("disk_encryption", word(r, &d.DiskEncryption, "required", "off")),
		may("firewall", word(r, &d.Firewall, "required", "off")),
		may("screen_lock", func(n *yaml.Node) {
			r.keys(n, need("within", r.within(&d.ScreenLock, minutes(1), hours(24))))
		}),
		may("applications", func(n *yaml.Node) {
			r.keys(
				n,
				may("unknown", word(r, &d.Applications.Unknown, "allow", "warn", "refuse")),
				may("denied", r.ownNames(&d.Applications.Denied)),
			)
		}),
		may("grace", r.within(&d.Grace, Period{}, days(30))),
		may("phone_statement", word(r, &d.PhoneStatement, "masked_only", "refuse")),
	)
}

// ownNames reads a list of names that are declared nowhere else.
func (r *reading) ownNames(to *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.list(n, func(item *yaml.Node) {
			var one string
			if r.ownName(&one)(item); one != "" {
				*to = append(*to, one)
			}
		})
	}
}
