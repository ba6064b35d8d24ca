package app_test

// template is a letter that everybody of a world begins with.
func (w *world) template() any {
	return object{"name": w.word + " letter", "language": "en", "subject": "About {{case.ref}}", "body": w.word + ": dear {{customer.name}}", "shared": true}
}

var replyProbes = map[string]probe{
	"reply-list": {path: "/cases/{case}/replies", ok: []int{200}},
	"reply-send": {path: "/cases/{case}/replies", ok: []int{201}, body: func(w *world) any {
		return object{"to": w.word + "@customers.example", "subject": "About {{case.ref}}", "text": "Sorry"}
	}},
	"reply-undo":      {path: "/cases/{case}/replies/{reply}", ok: []int{200}},
	"reply-preview":   {path: "/cases/{case}/replies/preview", body: body(object{"subject": "x", "text": "{{customer.name}}"}), ok: []int{200}},
	"case-received":   {path: "/cases/{case}/received", body: body(object{"text": "Thank you"}), ok: []int{204}},
	"template-list":   {path: "/reply-templates", ok: []int{200}},
	"template-create": {path: "/reply-templates", body: func(w *world) any { return w.template() }, ok: []int{201}},
	"template-get":    {path: "/reply-templates/{template}", ok: []int{200}},
	"template-edit":   {path: "/reply-templates/{template}", body: func(w *world) any { return w.template() }, headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"template-delete": {path: "/reply-templates/{template}", ok: []int{204}},
	"sender-list":     {path: "/reply-senders", ok: []int{200}},
	"rule-record":     {path: "/rules/{rule}/record", ok: []int{200}},
	"sender-set":      {path: "/reply-senders", body: body(object{"from_name": "Care", "reply_to": "care@example.org"}), ok: []int{204}},
}
