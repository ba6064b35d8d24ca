package identity_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
)

func TestAnInvitedPersonJoinsByTheLetterOnce(t *testing.T) {
	t.Parallel()
	a, box := apptest.NewWithMail(t)
	o := open(t, a, "Acme")
	unit := o.Unit(t, "north", "")
	inv := o.owner.want(201, "POST", "/user-invitations", object{"email": "mia@example.org", "name": "Mia", "role": "supervisor", "unit": unit})
	if inv.str("mail") != "queued" || !strings.HasPrefix(inv.str("link"), "https://cx.example.org/join#") {
		t.Fatal(inv.text)
	}
	a.RunJobs(t)
	letter := box.Wait(t, 1)[0]
	if letter.To != "mia@example.org" || !strings.Contains(letter.Subject, "Olivia Owner invites you to Acme") || !strings.Contains(letter.Text, inv.str("link")) {
		t.Errorf("%s %s %s", letter.To, letter.Subject, letter.Text)
	}
	list := o.owner.want(200, "GET", "/user-invitations", nil)
	if len(list.items()) != 1 || !list.has(`"mail":"sent"`, `"expired":false`) || strings.Contains(list.text, "join#") {
		t.Error(list.text)
	}
	link := token(t, inv.str("link"))
	if kept := stored(t, a, `select hash from member_invitation`); kept == link || len(kept) != 64 {
		t.Errorf("kept as %q", kept)
	}
	if n := mailWith(t, a, o, link); n != 0 {
		t.Error("the database holds the link in a letter")
	}
	mia := o.visitor(t, phone)
	if look := mia.want(200, "POST", "/user-invitations/look", object{"token": link}); !look.has(`"organisation":"Acme"`, `"known":false`, `"email":"mia@example.org"`) {
		t.Error(look.text)
	}
	mia.refused(422, "password_length", "POST", "/user-invitations/accept", object{"token": link, "name": "Mia Moss", "password": "short"})
	mia.refused(422, "name_empty", "POST", "/user-invitations/accept", object{"token": link, "password": apptest.Password})
	joined := mia.want(200, "POST", "/user-invitations/accept", object{"token": link, "name": "Mia Moss", "password": apptest.Password})
	if !joined.has(`"name":"Mia Moss"`, `"role":"supervisor"`, string(unit)) {
		t.Error(joined.text)
	}
	mia.want(200, "GET", "/organisation", nil)
	o.visitor(t, phone).refused(404, "invitation_invalid", "POST", "/user-invitations/accept", object{"token": link, "name": "Eve", "password": apptest.Password})
	if len(o.owner.want(200, "GET", "/user-invitations", nil).items()) != 0 {
		t.Error("it is still listed")
	}
	if deeds := o.deeds(t); !strings.Contains(deeds, "invitation.create") || !strings.Contains(deeds, "invitation.accept") || !strings.Contains(deeds, `"name":"Mia Moss"`) {
		t.Error(deeds)
	}
}

func mailWith(t *testing.T, a *apptest.App, o *office, text string) (n int) {
	t.Helper()
	err := a.DB.Read(t.Context(), o.ID, func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `select count(*) from mail_message where org = $1 and (plain like $2 or html like $2 or subject like $2)`,
			o.ID, "%"+text+"%").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWithoutAMailServerTheLinkIsHandedOver(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	inv := o.owner.want(201, "POST", "/user-invitations", object{"email": "mia@example.org", "role": "agent"})
	if inv.str("mail") != "none" {
		t.Error(inv.text)
	}
	o.visitor(t, phone).want(200, "POST", "/user-invitations/accept", object{"token": token(t, inv.str("link")), "name": "Mia", "password": apptest.Password})
}

func TestANewLinkVoidsTheOldAndAWithdrawnOneIsVoid(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	first := o.owner.want(201, "POST", "/user-invitations", object{"email": "mia@example.org", "role": "agent"})
	id := first.str("id")
	o.owner.refused(409, "already_invited", "POST", "/user-invitations", object{"email": "MIA@example.org", "role": "agent"})
	second := o.owner.want(200, "POST", "/user-invitations/"+id+"/send", object{})
	b := o.visitor(t, phone)
	b.refused(404, "invitation_invalid", "POST", "/user-invitations/look", object{"token": token(t, first.str("link"))})
	b.want(200, "POST", "/user-invitations/look", object{"token": token(t, second.str("link"))})
	a.Advance(7*24*time.Hour - time.Minute)
	b.want(200, "POST", "/user-invitations/look", object{"token": token(t, second.str("link"))})
	a.Advance(2 * time.Minute)
	b.refused(404, "invitation_invalid", "POST", "/user-invitations/look", object{"token": token(t, second.str("link"))})
	b.refused(404, "invitation_invalid", "POST", "/user-invitations/accept", object{"token": token(t, second.str("link")), "name": "M", "password": apptest.Password})
	a.Run(t, []apptest.Scenario{{Name: "an expired one is still listed", Path: "/user-invitations", As: o.Owner, Status: 200, Contains: []string{`"expired":true`}}})
	third, _ := a.Must(t, 200, "POST", "/user-invitations/"+id+"/send", o.Owner, object{"quiet": true})["link"].(string)
	b.want(200, "POST", "/user-invitations/look", object{"token": token(t, third)})
	a.Must(t, 204, "DELETE", "/user-invitations/"+id, o.Owner, nil)
	b.refused(404, "invitation_invalid", "POST", "/user-invitations/look", object{"token": token(t, third)})
	a.Run(t, []apptest.Scenario{
		{Name: "a withdrawn one isn't sent again", Method: "POST", Path: "/user-invitations/" + id + "/send", As: o.Owner, Body: object{}, Status: 404},
		{Name: "they may be invited anew", Method: "POST", Path: "/user-invitations", As: o.Owner, Body: object{"email": "mia@example.org", "role": "viewer"}, Status: 201},
	})
}

func TestOfManyAtOnceOneJoins(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	link := token(t, o.owner.want(201, "POST", "/user-invitations", object{"email": "mia@example.org", "role": "agent"}).str("link"))
	var all sync.WaitGroup
	codes := make([]int, 6)
	for i := range codes {
		all.Go(func() {
			codes[i] = o.visitor(t, phone).do("POST", "/user-invitations/accept", object{"token": link, "name": "Mia", "password": apptest.Password}).Code
		})
	}
	all.Wait()
	joined := 0
	for _, c := range codes {
		if c == 200 {
			joined++
		}
	}
	if joined != 1 {
		t.Errorf("%v", codes)
	}
}

func TestAKnownAddressJoinsWithItsOwnLogin(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o, other := open(t, a, "Acme"), open(t, a, "Umbrella")
	link := token(t, other.owner.want(201, "POST", "/user-invitations", object{"email": o.Email, "role": "admin"}).str("link"))
	b := o.visitor(t, phone)
	if look := b.want(200, "POST", "/user-invitations/look", object{"token": link}); !look.has(`"known":true`, `"signed_in":false`) {
		t.Error(look.text)
	}
	b.refused(401, "wrong_credentials", "POST", "/user-invitations/accept", object{"token": link, "name": "X", "password": "a password of my own making"})
	if look := o.owner.want(200, "POST", "/user-invitations/look", object{"token": link}); !look.has(`"signed_in":true`) {
		t.Error(look.text)
	}
	if state := o.owner.want(200, "POST", "/user-invitations/accept", object{"token": link}); !state.has(`"role":"admin"`, "Acme", "Umbrella") {
		t.Error(state.text)
	}
	// Where they were last is where they come back to.
	if state := b.signIn(200, o.Email, apptest.Password); state.json["organisation"].(object)["name"] != "Umbrella" {
		t.Error(state.text)
	}
	b.want(200, "PUT", "/session/organisation", object{"organisation": o.ID})
	if state := o.visitor(t, phone).signIn(200, o.Email, apptest.Password); state.json["organisation"].(object)["name"] != "Acme" {
		t.Error(state.text)
	}
	// Somebody else, signed in, can't take it over.
	link = token(t, other.owner.want(201, "POST", "/user-invitations", object{"email": "kim@example.org", "role": "admin"}).str("link"))
	o.member(t, "kim@example.org", "viewer", "")
	o.owner.refused(401, "wrong_credentials", "POST", "/user-invitations/accept", object{"token": link})
}

func TestInvitationsThatCannotBeAreRefusedAtTheirPlace(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o, other := open(t, a, "Acme"), open(t, a, "Umbrella")
	theirs := other.Unit(t, "south", "")
	out := o.member(t, "out@example.org", "agent", "")
	a.Must(t, 200, "PATCH", "/users/"+out, o.Owner, object{"active": false})
	for name, c := range map[string]struct {
		code, at string
		in       object
	}{
		"a line break":              {"email_invalid", "body.email", object{"email": "a@example.org\r\nBcc: all@example.org", "role": "agent"}},
		"a line break in the part":  {"email_invalid", "body.email", object{"email": "\"a\nb\"@example.org", "role": "agent"}},
		"two addresses":             {"email_invalid", "body.email", object{"email": "a@example.org, b@example.org", "role": "agent"}},
		"a name around it":          {"email_invalid", "body.email", object{"email": "Ann <a@example.org>", "role": "agent"}},
		"a control character":       {"control_character", "body.name", object{"email": "a@example.org", "name": "a\x01b", "role": "agent"}},
		"a role nobody has":         {"invalid", "body.role", object{"email": "a@example.org", "role": "emperor"}},
		"another's unit":            {"unit_unknown", "body.unit", object{"email": "a@example.org", "role": "agent", "unit": theirs}},
		"a member":                  {"already_member", "body.email", object{"email": o.Email, "role": "agent"}},
		"somebody who was shut out": {"member_shut_out", "body.email", object{"email": "out@example.org", "role": "agent"}},
	} {
		status, text := a.Do("POST", "/user-invitations", o.Owner, c.in)
		if status < 400 || !strings.Contains(text, `"code":"`+c.code) || !strings.Contains(text, c.at) {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	a.Run(t, []apptest.Scenario{
		{Name: "an administrator makes no owner", Method: "POST", Path: "/user-invitations", As: o.Token(t, "admin", ""), Status: 403,
			Body: object{"email": "a@example.org", "role": "owner"}, Contains: []string{"role_above_yours"}},
		{Name: "a manager invites nobody", Method: "POST", Path: "/user-invitations", As: o.Token(t, "manager", ""), Status: 403, Body: object{"email": "a@example.org", "role": "agent"}},
		{Name: "nobody was invited", Path: "/user-invitations", As: o.Owner, Status: 200, Lacks: []string{"example.org"}},
	})
}
