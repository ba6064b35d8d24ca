package app_test

import (
	"testing"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/mail"
)

// mail holds a message: no server is set up in a world.
func (w *world) mail(t *testing.T) string {
	t.Helper()
	var id mail.ID
	err := w.app.DB.Write(w.Context(), w.ID, func(tx *db.Tx) (err error) {
		id, err = w.app.Mail.Queue(w.Context(), tx, w.ID, mail.Message{To: mail.Address{Email: w.word + "@people.example"},
			Subject: w.word + " subject", Text: w.word + " text", About: "test"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(id)
}

var mailProbes = map[string]probe{
	"mail-status": {path: "/mail/status", ok: []int{200}},
	"mail-list":   {path: "/mail", ok: []int{200}},
	"mail-retry":  {path: "/mail/{mail}/retry", ok: []int{409}}, // no mail server in this world
	"mail-test":   {path: "/mail/test", body: body(object{"to": "me@example.org"}), ok: []int{409}},
}
