package identity_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// enrol turns two-factor sign-in on in a browser and returns the secret and the recovery codes.
func enrol(t *testing.T, b *browser) (secret string, codes []string) {
	t.Helper()
	e := b.want(200, "POST", "/account/two-factor", object{})
	secret = e.str("secret")
	for _, c := range b.want(200, "POST", "/account/two-factor/confirm", object{"code": code(t, b.app, secret, 0)}).json["recovery_codes"].([]any) {
		codes = append(codes, c.(string))
	}
	return secret, codes
}

func TestTwoFactorsAreAskedForOnceTurnedOn(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	e := o.owner.want(200, "POST", "/account/two-factor", object{})
	if !strings.HasPrefix(e.str("uri"), "otpauth://totp/Touchstone:") || !strings.HasPrefix(e.str("qr"), "data:image/svg+xml;base64,") || len(e.str("secret")) != 32 {
		t.Fatal(e.text)
	}
	if kept := stored(t, a, `select secret from second_factor`); strings.Contains(kept, e.str("secret")) {
		t.Error("the secret lies open in the database")
	}
	b := o.visitor(t, phone)
	b.signIn(200, o.Email, apptest.Password) // nothing changes until a code has been seen
	o.owner.refused(401, "wrong_code", "POST", "/account/two-factor/confirm", object{"code": "000000"})
	before := o.owner.cookie.Value
	on := o.owner.want(200, "POST", "/account/two-factor/confirm", object{"code": code(t, a, e.str("secret"), 0)})
	if len(on.json["recovery_codes"].([]any)) != 10 || o.owner.cookie.Value == before {
		t.Error(on.text)
	}
	o.owner.refused(409, "two_factor_on", "POST", "/account/two-factor", object{})
	b.refused(401, "code_needed", "POST", "/session", object{"email": o.Email, "password": apptest.Password})
	b.refused(401, "wrong_credentials", "POST", "/session", object{"email": o.Email, "password": "not the password", "code": code(t, a, e.str("secret"), 30*time.Second)})
	b.refused(401, "wrong_code", "POST", "/session", object{"email": o.Email, "password": apptest.Password, "code": "12345"})
	a.Advance(30 * time.Second)
	b.signIn(200, o.Email, apptest.Password, code(t, a, e.str("secret"), 0))
	if deeds := o.deeds(t); !strings.Contains(deeds, "account.two_factor_on") || !strings.Contains(deeds, `"two_factor":true`) {
		t.Error(deeds)
	}
}

func TestACodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	secret, codes := enrol(t, o.owner)
	b := o.visitor(t, phone)
	b.signIn(401, o.Email, apptest.Password, code(t, a, secret, 0)) // the one that turned it on
	a.Advance(30 * time.Second)
	now := code(t, a, secret, 0)
	var all sync.WaitGroup
	tried := make([]int, 4)
	for i := range tried {
		all.Go(func() {
			tried[i] = o.visitor(t, phone).do("POST", "/session", object{"email": o.Email, "password": apptest.Password, "code": now}).Code
		})
	}
	all.Wait()
	in := 0
	for _, s := range tried {
		if s == 200 {
			in++
		}
	}
	if in != 1 {
		t.Errorf("the same code at once: %v", tried)
	}
	a.Advance(20 * time.Minute)
	b.signIn(200, o.Email, apptest.Password, strings.ToUpper(codes[3])) // as people type it
	b.refused(401, "wrong_code", "POST", "/session", object{"email": o.Email, "password": apptest.Password, "code": codes[3]})
	if kept := stored(t, a, `select max(hash) from recovery_code`); len(kept) != 64 {
		t.Errorf("kept as %q", kept)
	}
	if acc := b.want(200, "GET", "/account", nil); acc.json["recovery_codes_left"] != 9.0 {
		t.Error(acc.text)
	}
}

func TestCodesOfTheStepsBesideAreTakenAndNoOthers(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	secret, _ := enrol(t, o.owner)
	a.Advance(10 * time.Minute)
	b := o.visitor(t, phone)
	for _, c := range []struct {
		later  time.Duration
		status int
	}{{-60 * time.Second, 401}, {60 * time.Second, 401}, {-30 * time.Second, 200}, {30 * time.Second, 200}} {
		atStep(a)
		b.signIn(c.status, o.Email, apptest.Password, code(t, a, secret, c.later))
	}
	atStep(a) // the step whose code was taken early
	b.refused(401, "wrong_code", "POST", "/session", object{"email": o.Email, "password": apptest.Password, "code": code(t, a, secret, 0)})
}

// atStep moves the clock to where the next step begins, so that a slow machine stays within it.
func atStep(a *apptest.App) {
	now := a.DB.Now()
	a.Advance(now.Truncate(30 * time.Second).Add(30 * time.Second).Sub(now))
}

func TestGuessingCodesIsSlowedDownAndTold(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	secret, _ := enrol(t, o.owner)
	b := o.visitor(t, phone)
	tried, last := 0, 0
	for ; tried < 20 && last != 429; tried++ { // a slow machine gets some more in before it is told to wait
		last = b.do("POST", "/session", object{"email": o.Email, "password": apptest.Password, "code": "000001"}).Code
	}
	if tried < 6 || last != 429 {
		t.Fatalf("%d tries, the last %d", tried, last)
	}
	b.refused(429, "too_many_attempts", "POST", "/session", object{"email": o.Email, "password": apptest.Password, "code": code(t, a, secret, 30*time.Second)})
	a.RunJobs(t)
	if n := strings.Count(o.deeds(t), "session.sign_in_failed"); n != tried-1 {
		t.Errorf("%d failures of %d told", n, tried-1)
	}
}

func TestTurningItOffAndNewRecoveryCodesAskForACode(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	secret, old := enrol(t, o.owner)
	a.Advance(11 * time.Minute)
	o.owner.refused(403, "password_needed", "POST", "/account/two-factor/recovery-codes", object{"code": code(t, a, secret, 0)})
	fresh := o.owner.want(200, "POST", "/account/two-factor/recovery-codes", object{"password": apptest.Password, "code": code(t, a, secret, 0)})
	o.owner.refused(401, "wrong_code", "POST", "/account/two-factor/off", object{"code": old[0]})
	first := fresh.json["recovery_codes"].([]any)[0].(string)
	o.owner.want(204, "POST", "/account/two-factor/off", object{"code": first})
	o.visitor(t, phone).signIn(200, o.Email, apptest.Password)
	o.owner.refused(409, "two_factor_is_off", "POST", "/account/two-factor/off", object{"code": first})
}

func TestAnOrganisationThatAsksForItLeadsItsMembersThere(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	o.member(t, "mia@example.org", "manager", "")
	mia := o.visitor(t, phone)
	mia.signIn(200, "mia@example.org", apptest.Password)
	o.owner.refused(409, "two_factor_first", "PATCH", "/organisation", object{"two_factor_required": true})
	secret, _ := enrol(t, o.owner)
	o.owner.want(200, "PATCH", "/organisation", object{"two_factor_required": true})
	state := mia.want(200, "GET", "/session", nil)
	if !state.has(`"two_factor_needed":true`, `"may":["account.write"]`) {
		t.Error(state.text)
	}
	for _, path := range []string{"/organisation", "/signals", "/figures?metric=nps", "/users", "/events"} {
		mia.refused(403, "two_factor_needed", "GET", path, nil)
	}
	enrol(t, mia)
	mia.want(200, "GET", "/organisation", nil)
	a.Advance(time.Minute)
	o.owner.refused(409, "two_factor_required", "POST", "/account/two-factor/off", object{"code": code(t, a, secret, 0)})
	a.Must(t, 200, "GET", "/organisation", o.Owner, nil) // programs have tokens
}

func TestAnAdministratorTakesALostFactorAway(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o, other := open(t, a, "Acme"), open(t, a, "Umbrella")
	id := o.member(t, "mia@example.org", "admin", "")
	mia := o.visitor(t, phone)
	mia.signIn(200, "mia@example.org", apptest.Password)
	o.owner.refused(409, "two_factor_is_off", "DELETE", "/users/"+id+"/two-factor", nil)
	enrol(t, mia)
	enrol(t, o.owner)
	mia.refused(403, "role_above_yours", "DELETE", "/users/"+string(o.User)+"/two-factor", nil)
	a.Must(t, 201, "POST", "/users", other.Owner, object{"name": "Mia", "email": "mia@example.org", "password": apptest.Password, "role": "viewer"})
	o.owner.refused(403, "also_elsewhere", "DELETE", "/users/"+id+"/two-factor", nil)
	a.Must(t, 200, "PATCH", "/users/"+id, other.Owner, object{"active": false})
	o.owner.want(204, "DELETE", "/users/"+id+"/two-factor", nil)
	mia.want(401, "GET", "/organisation", nil)
	mia.signIn(200, "mia@example.org", apptest.Password)
	if deeds := o.deeds(t); !strings.Contains(deeds, "user.two_factor_reset") {
		t.Error(deeds)
	}
}
