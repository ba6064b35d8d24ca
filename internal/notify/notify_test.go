package notify_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail/mailtest"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// desk is an organisation with one person in it who is told things, and a mail server.
type desk struct {
	*apptest.App
	t   *testing.T
	org *apptest.Org
	ana identity.UserID
	box *mailtest.Mailbox
}

func open(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	a, box := apptest.NewWithMail(t)
	o := a.Organisation(t, "Acme")
	m, err := a.Identity.AddMember(identity.With(o.Context(), identity.Caller{Org: o.ID, Kind: identity.ByUser, ID: string(o.User), Role: identity.Owner}),
		o.ID, identity.NewMember{Name: "Ana", Email: "ana@acme.example", Password: apptest.Password, Role: identity.Agent})
	if err != nil {
		t.Fatal(err)
	}
	return &desk{App: a, t: t, org: o, ana: m.ID, box: box}
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) tell(n notify.Notice) {
	d.t.Helper()
	if n.To == "" {
		n.To = d.ana
	}
	d.must(d.DB.Write(d.org.Context(), d.org.ID, func(tx *db.Tx) error { return d.Notify.Tell(d.org.Context(), tx, d.org.ID, n) }))
}

func (d *desk) page() *notify.Page {
	d.t.Helper()
	p, err := d.Notify.List(d.t.Context(), d.org.ID, d.ana, false, "", 0)
	d.must(err)
	return p
}

func (d *desk) wish(w notify.Wishes) {
	d.t.Helper()
	s, err := d.Notify.Settings(d.t.Context(), d.org.ID, d.ana)
	d.must(err)
	_, err = d.Notify.SetWishes(d.t.Context(), d.org.ID, d.ana, s.Version, w)
	d.must(err)
}

func TestAPersonIsToldOnceOfWhatHasAKey(t *testing.T) {
	d := open(t)
	for range 2 {
		d.tell(notify.Notice{Kind: notify.Assigned, Title: "C-1001 was given to you", Link: "/inbox/cas_1", Key: "assigned/cas_1/1"})
	}
	d.tell(notify.Notice{Kind: notify.Assigned, Title: "C-1002 was given to you", Key: "assigned/cas_2/1"})
	p := d.page()
	if len(p.Items) != 2 || p.Unread != 2 || p.Items[0].Title != "C-1002 was given to you" {
		t.Fatalf("%+v", p)
	}
	d.must(d.Notify.Mark(t.Context(), d.org.ID, d.ana, []notify.ID{p.Items[1].ID}, true))
	if p := d.page(); p.Unread != 1 || p.Items[1].Read == nil || p.Items[0].Read != nil {
		t.Fatalf("%+v", p)
	}
	d.must(d.Notify.Mark(t.Context(), d.org.ID, d.ana, []notify.ID{p.Items[1].ID}, false))
	d.must(d.Notify.Mark(t.Context(), d.org.ID, "usr_somebody_else", nil, true))
	if p := d.page(); p.Unread != 2 {
		t.Fatalf("%d unread after taking it back, and after somebody else read theirs", p.Unread)
	}
}

func TestNobodyIsToldOfTheirOwnDeedsNorAfterTheyHaveLeft(t *testing.T) {
	d := open(t)
	by := identity.With(t.Context(), identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: string(d.ana), Role: identity.Agent})
	d.must(d.DB.Write(by, d.org.ID, func(tx *db.Tx) error {
		return d.Notify.Tell(by, tx, d.org.ID, notify.Notice{To: d.ana, Kind: notify.Assigned, Title: "You took C-1001"})
	}))
	d.must(d.DB.System(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `update app_user set active = $1 where id = $2`, false, d.ana)
		return err
	}))
	d.tell(notify.Notice{Kind: notify.Mentioned, Title: "Somebody named you"})
	d.tell(notify.Notice{To: "usr_nobody", Kind: notify.Mentioned, Title: "Somebody named you"})
	if p := d.page(); len(p.Items) != 0 {
		t.Fatalf("%+v", p.Items)
	}
}

func TestANoticeIsAsDurableAsWhatItTells(t *testing.T) {
	d := open(t)
	failed := problem.New(problem.Conflict, "no", "No.")
	err := d.DB.Write(d.org.Context(), d.org.ID, func(tx *db.Tx) error {
		d.must(d.Notify.Tell(d.org.Context(), tx, d.org.ID, notify.Notice{To: d.ana, Kind: notify.Mentioned, Title: "x"}))
		return failed
	})
	if problem.KindOf(err) != problem.Conflict || len(d.page().Items) != 0 {
		t.Fatal("a rolled-back deed was told", err)
	}
}

func TestSeveralNoticesAtOnceAreOneEmailAndReadOnesNone(t *testing.T) {
	d := open(t)
	d.tell(notify.Notice{Kind: notify.Mentioned, Title: "Already read"})
	d.must(d.Notify.Mark(t.Context(), d.org.ID, d.ana, nil, true))
	d.tell(notify.Notice{Kind: notify.Mentioned, Title: "Sam named you in C-1001", Text: "“<b>Ana</b>, can you help?”", Link: "/inbox/cas_1"})
	d.tell(notify.Notice{Kind: notify.Escalated, Title: "C-1002 came up to you", Link: "/inbox/cas_2"})
	d.tell(notify.Notice{Kind: notify.Watched, Title: "In the product alone"})
	d.RunJobs(t)
	got := d.box.Wait(t, 1)[0]
	if got.To != "ana@acme.example" || got.Subject != "Sam named you in C-1001 and 1 more" {
		t.Fatalf("%s: %s", got.To, got.Subject)
	}
	for _, want := range []string{"C-1002 came up to you", "/inbox/cas_2", "can you help"} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("the text lacks %q: %s", want, got.Text)
		}
	}
	if strings.Contains(got.HTML, "<b>Ana") || strings.Contains(got.Text, "Already read") || strings.Contains(got.Text, "In the product alone") {
		t.Errorf("%s\n%s", got.Text, got.HTML)
	}
}

func TestALinkInAnEmailStopsItsKindAndNoOther(t *testing.T) {
	d := open(t)
	d.tell(notify.Notice{Kind: notify.Mentioned, Title: "Sam named you"})
	d.RunJobs(t)
	got := d.box.Wait(t, 1)[0]
	text := got.Text
	if h := got.Header.Get("List-Unsubscribe"); !strings.HasPrefix(h, "<https://cx.example.org/notices/stop/") || got.Header.Get("List-Unsubscribe-Post") == "" {
		t.Errorf("List-Unsubscribe: %q", h)
	}
	_, link, _ := strings.Cut(text, "https://cx.example.org/notices/stop/")
	link = "/notices/stop/" + strings.Fields(link)[0]
	show := d.Send(apptest.Request(t, http.MethodGet, "~"+link, "", nil))
	if show.Code != 200 || !strings.Contains(show.Body.String(), "<form") {
		t.Fatalf("%d %s", show.Code, show.Body)
	}
	if s, _ := d.Notify.Settings(t.Context(), d.org.ID, d.ana); s.Ways[notify.Mentioned] != notify.AtOnce {
		t.Fatal("looking at the link stopped something")
	}
	// As a mail program does it by itself.
	r := httptest.NewRequest(http.MethodPost, link, strings.NewReader(url.Values{"List-Unsubscribe": {"One-Click"}}.Encode()))
	if w := d.Send(r); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	s, err := d.Notify.Settings(t.Context(), d.org.ID, d.ana)
	d.must(err)
	if s.Ways[notify.Mentioned] != notify.InProduct || s.Ways[notify.Escalated] != notify.AtOnce {
		t.Fatalf("%v", s.Ways)
	}
	changed := link[:len(link)-1] + map[bool]string{true: "B", false: "A"}[strings.HasSuffix(link, "A")]
	for _, bad := range []string{changed, "/notices/stop/x", "/notices/stop/eA.eA", strings.Replace(link, ".", "", 1)} {
		if w := d.Send(apptest.Request(t, http.MethodPost, "~"+bad, "", nil)); w.Code != 404 {
			t.Errorf("%s: %d", bad, w.Code)
		}
	}
}

func TestTheDigestComesOnceADayAtTheHourAlsoWhenClocksChange(t *testing.T) {
	d := open(t)
	zurich, err := time.LoadLocation("Europe/Zurich")
	d.must(err)
	for name, c := range map[string]struct {
		from time.Time // when the first notice comes, just after midnight before the change
		days int
	}{
		"spring, when 02:30 is left out": {time.Date(2027, 3, 27, 3, 0, 0, 0, zurich), 3},
		"autumn, when 02:30 comes twice": {time.Date(2027, 10, 30, 3, 0, 0, 0, zurich), 3},
	} {
		d.wish(notify.Wishes{Ways: map[notify.Kind]notify.Way{notify.Overdue: notify.Daily}, Hour: 2, Minute: 30, Zone: "Europe/Zurich"})
		now := c.from
		d.DB.Now = func() time.Time { return now }
		before := d.queued()
		sent := []string{}
		for range c.days*24*4 + 8 { // a quarter of an hour at a time
			d.tell(notify.Notice{Kind: notify.Overdue, Title: "C-1001 is late"})
			d.must(d.Notify.Digests(t.Context()))
			if n := d.queued(); n > before {
				before = n
				sent = append(sent, now.In(zurich).Format("02 15:04"))
			}
			now = now.Add(15 * time.Minute)
		}
		if len(sent) != c.days {
			t.Errorf("%s: %v", name, sent)
		}
		days := map[string]bool{}
		for _, s := range sent {
			days[s[:2]] = true
		}
		if len(days) != c.days {
			t.Errorf("%s: twice on a day: %v", name, sent)
		}
		d.must(d.Notify.Mark(t.Context(), d.org.ID, d.ana, nil, true))
	}
}

func (d *desk) queued() int {
	d.t.Helper()
	n := 0
	d.must(d.DB.Read(d.t.Context(), d.org.ID, func(tx *db.Tx) error {
		return tx.QueryRow(d.t.Context(), `select count(*) from mail_message where org = $1`, d.org.ID).Scan(&n)
	}))
	return n
}

func TestQuietHoursPutAnEmailOffToTheirEnd(t *testing.T) {
	d := open(t)
	zurich, err := time.LoadLocation("Europe/Zurich")
	d.must(err)
	for clock, want := range map[string]string{"23:10": "07:00", "06:59": "07:00", "07:00": "07:00", "12:00": "12:00", "22:00": "07:00"} {
		at, err := time.ParseInLocation("2006-01-02 15:04", "2027-06-10 "+clock, zurich)
		d.must(err)
		d.DB.Now = func() time.Time { return at }
		d.wish(notify.Wishes{Zone: "Europe/Zurich", Quiet: &notify.Quiet{From: 22 * 60, To: 7 * 60}})
		d.tell(notify.Notice{Kind: notify.Mentioned, Title: "at " + clock, Key: clock})
		list, err := d.Jobs.List(t.Context(), d.org.ID, jobs.Filter{Kind: "notify.mail", Limit: 1})
		d.must(err)
		if got := list[0].RunAt.In(zurich).Format("15:04"); got != want {
			t.Errorf("told at %s, the e-mail leaves at %s, not %s", clock, got, want)
		}
	}
}

func TestWishesThatMakeNoSenseAreRefusedAtTheirPlace(t *testing.T) {
	d := open(t)
	for want, w := range map[string]notify.Wishes{
		"notice_kind_unknown": {Ways: map[notify.Kind]notify.Way{"gossip": notify.Off}},
		"notice_way_unknown":  {Ways: map[notify.Kind]notify.Way{notify.Overdue: "pigeon"}},
		"hour_range":          {Hour: 24},
		"zone_unknown":        {Zone: "Mars/Olympus"},
		"quiet_whole_day":     {Quiet: &notify.Quiet{From: 60, To: 60}},
	} {
		if _, err := d.Notify.SetWishes(t.Context(), d.org.ID, d.ana, 0, w); problem.CodeOf(err) != want {
			t.Errorf("%v, not %s", err, want)
		}
	}
	d.wish(notify.Wishes{Hour: 9})
	if _, err := d.Notify.SetWishes(t.Context(), d.org.ID, d.ana, 0, notify.Wishes{Hour: 10}); problem.KindOf(err) != problem.Stale {
		t.Errorf("an edit of what somebody changed meanwhile: %v", err)
	}
}
