package identity_test

import (
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

const newPassword = "another long enough password"

// linkIn reads the link of a letter.
func linkIn(t *testing.T, text string) string {
	t.Helper()
	_, after, ok := strings.Cut(text, "/reset#")
	if !ok {
		t.Fatalf("no link in %q", text)
	}
	return strings.Fields(after)[0]
}

func TestAForgottenPasswordIsReplacedByALetterOnce(t *testing.T) {
	t.Parallel()
	a, box := apptest.NewWithMail(t)
	o := open(t, a, "Acme")
	b := o.visitor(t, phone)
	b.want(202, "POST", "/password-resets", object{"email": strings.ToUpper(o.Email)})
	a.RunJobs(t)
	letter := box.Wait(t, 1)[0]
	link := linkIn(t, letter.Text)
	if letter.To != o.Email || mailWith(t, a, o, link) != 0 || stored(t, a, `select hash from password_reset`) == link {
		t.Errorf("%s %s", letter.To, letter.Text)
	}
	b.refused(422, "password_length", "POST", "/password-resets/use", object{"token": link, "password": "short"})
	b.want(204, "POST", "/password-resets/use", object{"token": link, "password": newPassword})
	if b.cookie != nil {
		t.Error("the link itself lets somebody in")
	}
	o.owner.want(401, "GET", "/organisation", nil) // every session has ended
	b.refused(401, "wrong_credentials", "POST", "/session", object{"email": o.Email, "password": apptest.Password})
	b.signIn(200, o.Email, newPassword)
	b.refused(404, "reset_invalid", "POST", "/password-resets/use", object{"token": link, "password": newPassword})
	if deeds := o.deeds(t); !strings.Contains(deeds, "user.password_reset_asked") || !strings.Contains(deeds, `"user.password_reset"`) {
		t.Error(deeds)
	}
}

func TestALinkForANewPasswordLastsAnHourAndVoidsTheOthers(t *testing.T) {
	t.Parallel()
	a, box := apptest.NewWithMail(t)
	o := open(t, a, "Acme")
	b := o.visitor(t, phone)
	ask := func(n int) string {
		b.want(202, "POST", "/password-resets", object{"email": o.Email})
		a.RunJobs(t)
		return linkIn(t, box.Wait(t, n)[n-1].Text)
	}
	late := ask(1)
	a.Advance(61 * time.Minute)
	b.refused(404, "reset_invalid", "POST", "/password-resets/use", object{"token": late, "password": newPassword})
	first, second := ask(2), ask(3)
	a.Advance(59 * time.Minute)
	b.want(204, "POST", "/password-resets/use", object{"token": first, "password": newPassword})
	b.refused(404, "reset_invalid", "POST", "/password-resets/use", object{"token": second, "password": newPassword})
}

func TestAskingForANewPasswordTellsNothingAndFloodsNobody(t *testing.T) {
	t.Parallel()
	a, box := apptest.NewWithMail(t)
	o := open(t, a, "Acme")
	b := o.visitor(t, phone)
	known, unknown := b.do("POST", "/password-resets", object{"email": o.Email}), b.do("POST", "/password-resets", object{"email": "nobody@example.org"})
	if known.Code != 202 || unknown.Code != 202 || known.Body.String() != unknown.Body.String() {
		t.Errorf("%d %s, %d %s", known.Code, known.Body, unknown.Code, unknown.Body)
	}
	b.refused(422, "email_invalid", "POST", "/password-resets", object{"email": "a@example.org\nBcc: b@example.org"})
	a.RunJobs(t)
	for range 8 {
		b.want(202, "POST", "/password-resets", object{"email": o.Email})
		a.RunJobs(t)
	}
	if n := len(box.All()); n < 1 || n > 4 {
		t.Errorf("%d letters", n)
	}
	flooding := 0
	for range 30 {
		if b.do("POST", "/password-resets", object{"email": "x@example.org"}).Code == 429 {
			flooding++
		}
	}
	if flooding == 0 {
		t.Error("one network asks without end")
	}
}

func TestAnAdministratorHandsALinkOverToWhomTheyAdminister(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o, other := open(t, a, "Acme"), open(t, a, "Umbrella")
	mia := o.member(t, "mia@example.org", "agent", "")
	made := o.owner.want(201, "POST", "/users/"+mia+"/password-reset", nil)
	b := o.visitor(t, phone)
	b.want(204, "POST", "/password-resets/use", object{"token": token(t, made.str("link")), "password": newPassword})
	b.signIn(200, "mia@example.org", newPassword)
	a.Run(t, []apptest.Scenario{
		{Name: "not to an owner, as an administrator", Method: "POST", Path: "/users/" + string(o.User) + "/password-reset", As: o.Token(t, "admin", ""), Status: 403, Contains: []string{"role_above_yours"}},
		{Name: "not to a stranger", Method: "POST", Path: "/users/" + string(other.User) + "/password-reset", As: o.Owner, Status: 404, Contains: []string{"user_unknown"}},
	})
	a.Must(t, 201, "POST", "/users", other.Owner, object{"name": "Mia", "email": "mia@example.org", "password": newPassword, "role": "owner"})
	o.owner.refused(403, "also_elsewhere", "POST", "/users/"+mia+"/password-reset", nil)
}

func TestChangingOnesPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	elsewhere := o.visitor(t, phone)
	elsewhere.signIn(200, o.Email, apptest.Password)
	before := o.owner.cookie.Value
	o.owner.refused(422, "password_wrong", "POST", "/account/password", object{"current": "not my password", "password": newPassword})
	o.owner.refused(422, "password_length", "POST", "/account/password", object{"current": apptest.Password, "password": "short"})
	elsewhere.want(200, "GET", "/organisation", nil)
	o.owner.want(204, "POST", "/account/password", object{"current": apptest.Password, "password": newPassword})
	if o.owner.cookie.Value == before {
		t.Error("the session keeps its token")
	}
	o.owner.want(200, "GET", "/organisation", nil)
	elsewhere.want(401, "GET", "/organisation", nil)
	elsewhere.signIn(401, o.Email, apptest.Password)
	elsewhere.signIn(200, o.Email, newPassword)
	for range 6 {
		o.owner.do("POST", "/account/password", object{"current": "a guess at the password", "password": newPassword})
	}
	o.owner.refused(429, "too_many_attempts", "POST", "/account/password", object{"current": "a guess at the password", "password": newPassword})
}
