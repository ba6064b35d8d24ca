package app_test

// accessProbes are the account, invitations, password resets and what an administrator does about a login.
var accessProbes = map[string]probe{
	"account-get":                {path: "/account", ok: []int{403}, person: true},
	"account-edit":               {path: "/account", body: body(object{"name": "New"}), ok: []int{403}, person: true},
	"account-password":           {path: "/account/password", body: body(object{"current": "x", "password": "a long enough password"}), ok: []int{403}, person: true},
	"two-factor-begin":           {path: "/account/two-factor", body: body(object{}), ok: []int{403}, person: true},
	"two-factor-confirm":         {path: "/account/two-factor/confirm", body: body(object{"code": "123456"}), ok: []int{403}, person: true},
	"two-factor-end":             {path: "/account/two-factor/off", body: body(object{"code": "123456"}), ok: []int{403}, person: true},
	"two-factor-codes":           {path: "/account/two-factor/recovery-codes", body: body(object{"code": "123456"}), ok: []int{403}, person: true},
	"account-session-list":       {path: "/account/sessions", ok: []int{403}, person: true},
	"account-session-end":        {path: "/account/sessions/{session}", ok: []int{403}, person: true},
	"account-session-end-others": {path: "/account/sessions", ok: []int{403}, person: true},

	"password-reset-ask":    {path: "/password-resets", body: body(object{"email": "nobody@example.org"}), ok: []int{202}},
	"password-reset-use":    {path: "/password-resets/use", body: body(object{"token": "x", "password": "a long enough password"}), ok: []int{404}},
	"user-session-list":     {path: "/users/{user}/sessions", ok: []int{200}},
	"user-session-end":      {path: "/users/{user}/sessions", ok: []int{204}},
	"user-two-factor-reset": {path: "/users/{user}/two-factor", ok: []int{409}}, // they have none
	"user-password-reset":   {path: "/users/{user}/password-reset", ok: []int{201}},

	"user-invitation-list":     {path: "/user-invitations", ok: []int{200}},
	"user-invitation-create":   {path: "/user-invitations", body: body(object{"email": "new@guests.example", "role": "agent"}), ok: []int{201}},
	"user-invitation-send":     {path: "/user-invitations/{invitation}/send", body: body(object{}), ok: []int{200}},
	"user-invitation-withdraw": {path: "/user-invitations/{invitation}", ok: []int{204}},
	"user-invitation-look":     {path: "/user-invitations/look", body: body(object{"token": "x"}), ok: []int{404}},
	"user-invitation-accept":   {path: "/user-invitations/accept", body: body(object{"token": "x"}), ok: []int{422}}, // a token has no session
}
