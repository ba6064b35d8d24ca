package survey

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Personal is for whom a link is made, and what their answers are about. Unit and TouchPoint are ids.
type Personal struct {
	Customer         customer.ID
	About            string // id of what it follows up, such as a case
	Unit, TouchPoint string
}

// Invite makes a link to an open survey for one person: it carries one response, whoever opens it how often. The address is
// within the program. A survey that takes no answers is refused.
func (s *Surveys) Invite(ctx context.Context, tx *db.Tx, org db.Org, id ID, p Personal) (path string, err error) {
	sv, err := find(ctx, tx, org, id)
	if err != nil {
		return "", err
	}
	if sv.State != Open {
		return "", problem.New(problem.Conflict, "survey_not_open", "The survey “%s” takes no answers.", sv.Name).On("body.survey")
	}
	nonce := rand.Text()
	_, err = tx.Exec(ctx, `insert into survey_personal (org, survey, nonce, customer, about, unit, touch_point, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		org, string(id), nonce, string(p.Customer), p.About, p.Unit, p.TouchPoint, tx.Micros())
	return "/s/" + sv.Token + "?n=" + nonce, err
}

// nonceOf is what a served page answers under: that of a personal link, else one of its own.
func nonceOf(r *http.Request) string {
	if n := r.URL.Query().Get("n"); isNonce(n) {
		return n
	}
	return rand.Text()
}

func personalOf(ctx context.Context, tx *db.Tx, org db.Org, id ID, nonce string) (*Personal, error) {
	var p Personal
	err := tx.QueryRow(ctx, `select customer, about, unit, touch_point from survey_personal where org = $1 and survey = $2 and nonce = $3`,
		org, string(id), nonce).Scan(&p.Customer, &p.About, &p.Unit, &p.TouchPoint)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &p, err
}

// own says in a signal on its way into the log who gave the answers, where they came by a personal link.
func (p *Personal) own(e *signal.Entry) {
	e.Content.Customer = string(p.Customer)
	if e.Content.Unit == "" {
		e.Content.Unit = p.Unit
	}
	if e.Content.TouchPoint == "" {
		e.Content.TouchPoint = p.TouchPoint
	}
}
