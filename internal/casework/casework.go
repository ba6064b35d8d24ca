// Package casework opens a case where a signal breaks a rule, and sees to it that somebody owns it until it is closed.
package casework

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a case's id; people call it by its Ref.
type ID string

// State is where a case stands.
type State string

// The closed list of states.
const (
	New      State = "new"
	Open     State = "open"
	Waiting  State = "waiting"
	Resolved State = "resolved"
	Closed   State = "closed"
)

// States lists every state in the order a case goes through them.
var States = []State{New, Open, Waiting, Resolved, Closed}

// moves says which states a case may go to from each. Going back to open from resolved or closed reopens it.
var moves = map[State][]State{
	New: {Open}, Open: {Waiting, Resolved}, Waiting: {Open}, Resolved: {Closed, Open}, Closed: {Open},
}

// MayBecome reports whether a case may go from s to another state.
func (s State) MayBecome(to State) bool { return slices.Contains(moves[s], to) }

// Live reports whether somebody still has to work on the case.
func (s State) Live() bool { return s == New || s == Open || s == Waiting }

// done reports a state that needs a cause and an outcome.
func (s State) done() bool { return s == Resolved || s == Closed }

// Severity says how bad it is.
type Severity string

// The closed list of severities.
const (
	High   Severity = "high"
	Medium Severity = "medium"
	Low    Severity = "low"
)

var severities = []Severity{High, Medium, Low}

// Option is one entry of a closed list: screens show their own word for the key, or this name.
type Option struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// Causes says what went wrong; the first eight are the service characteristics, missed.
var Causes = []Option{
	{"listening", "Not listened to"}, {"asking", "Not asked what was needed"}, {"responsible", "Nobody took responsibility"},
	{"responsive", "Needs not met"}, {"knowledgeable", "Lack of knowledge"}, {"complete", "Left incomplete"},
	{"timely", "Took too long"}, {"accurate", "Wrong or mistaken"}, {"product", "Fault of the product or service"},
	{"process", "Our process or policy"}, {"price", "Price or billing"}, {"system", "Technical failure"},
	{"promise", "Promise not kept"}, {"other", "Something else"},
}

// Outcomes says how a case ended.
var Outcomes = []Option{
	{"put_right", "Put right"}, {"apologised", "Apologised"}, {"redress", "Refund, credit or replacement"},
	{"explained", "Explained"}, {"not_possible", "Could not be put right"}, {"no_reply", "Customer didn't reply"},
	{"no_problem", "No problem after all"}, {"duplicate", "Duplicate of another case"},
}

// Person is a user as a case shows them.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// RuleRef is the rule that opened a case.
type RuleRef struct {
	ID   RuleID `json:"id"`
	Name string `json:"name"`
}

// Case is one customer's problem, owned until closed. It may lack a customer.
type Case struct {
	ID           ID            `json:"id"`
	Ref          string        `json:"ref" example:"C-1042"`
	Title        string        `json:"title"`
	State        State         `json:"state" enum:"new,open,waiting,resolved,closed"`
	Severity     Severity      `json:"severity" enum:"high,medium,low"`
	Owner        Person        `json:"owner"`
	Unit         *signal.Named `json:"unit,omitempty"`
	TouchPoint   *signal.Named `json:"touch_point,omitempty"`
	Customer     *signal.Who   `json:"customer,omitempty"`
	DueAt        time.Time     `json:"due_at"`
	Overdue      bool          `json:"overdue" doc:"Due before now and not resolved"`
	OpenedAt     time.Time     `json:"opened_at"`
	ResolvedAt   *time.Time    `json:"resolved_at,omitempty"`
	ClosedAt     *time.Time    `json:"closed_at,omitempty"`
	Cause        string        `json:"cause,omitempty" doc:"Key of a cause"`
	Outcome      string        `json:"outcome,omitempty" doc:"Key of an option"`
	Rule         *RuleRef      `json:"rule,omitempty" doc:"What opened it; absent when a person did"`
	Signal       signal.ID     `json:"signal,omitempty"`
	SignalErased bool          `json:"signal_erased,omitempty" doc:"The signal was erased; its words are gone"`
	Broken       int           `json:"broken,omitempty" doc:"Broken commitments that nobody has seen to"`
	Reopened     int           `json:"reopened,omitempty" doc:"How often it was reopened"`
	MergedInto   *CaseRef      `json:"merged_into,omitempty" doc:"The case that goes on with this one's story"`
	Version      int           `json:"version"`
	Clocks       []Clock       `json:"clocks,omitempty"`

	reopened int
	broken   int
	paused   bool // the clock of its due time stands still
	parent   ID
	number   int64
	quotes   bool          // the title is made of the signal's words and goes with them
	span     time.Duration // from opening to due date, as first set
}

// Event is one line of a case's story.
type Event struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
	Kind EventKind `json:"kind" enum:"opened,rule,note,state,owner,due,severity,title,signal,reply,received,mention,watch,commitment,clock,escalated,merged,unmerged,split,link,parent,redress,follow_up,status,reminder,cause,compliment"`
	By   *Person   `json:"by" doc:"null for a rule and for the log"`
	Text string    `json:"text,omitempty" doc:"A note's words, or why a rule matched"`
	From string    `json:"from,omitempty"`
	To   string    `json:"to,omitempty" doc:"The new state, owner's name, due date, severity or title; the rule's name; corrected or erased"`

	Detail json.RawMessage `json:"detail,omitempty" doc:"What the kind of line needs beyond words"`
	Of     string          `json:"of,omitempty" doc:"Reference of the merged case that the line comes from"`
}

// EventKind says what happened.
type EventKind string

// The closed list of events.
const (
	WasOpened   EventKind = "opened"
	RuleMatched EventKind = "rule" // another rule matched the same signal
	Noted       EventKind = "note"
	Moved       EventKind = "state"
	HandedOver  EventKind = "owner"
	Postponed   EventKind = "due"
	Regraded    EventKind = "severity"
	Retitled    EventKind = "title"
	SignalEvent EventKind = "signal" // corrected or erased

	Replied      EventKind = "reply"    // to the customer
	Received     EventKind = "received" // from the customer
	Mentioned    EventKind = "mention"
	Watched      EventKind = "watch"
	Promised     EventKind = "commitment" // made, kept, broken or taken back
	ClockEvent   EventKind = "clock"      // paused, resumed, fulfilled or breached
	Escalated    EventKind = "escalated"
	MergedIn     EventKind = "merged"
	Unmerged     EventKind = "unmerged"
	SplitOff     EventKind = "split"
	Linked       EventKind = "link"
	Parented     EventKind = "parent"
	Redressed    EventKind = "redress"
	FollowedUp   EventKind = "follow_up"
	StatusSeen   EventKind = "status" // the customer looked or wrote on the status page
	Reminded     EventKind = "reminder"
	CauseSet     EventKind = "cause"
	Complimented EventKind = "compliment"
)

// File is a case with its story, oldest first, and the signal beside it.
type File struct {
	Case
	Story        []Event      `json:"story"`
	SignalDetail *signal.Item `json:"signal_detail,omitempty"`
	Commitments  []Commitment `json:"commitments"`
	Followers    []Follower   `json:"followers" doc:"Who watches it or was mentioned"`
	Links        []Link       `json:"links" doc:"Other cases beside it"`
}

// Cases is the capability. All fields are set by app.
type Cases struct {
	DB        *db.DB
	Log       *signal.Log
	Metrics   *metric.Metrics
	People    *identity.Identity
	Points    *touchpoint.Points
	Customers *customer.Customers
	Audit     identity.Auditor
	Hub       *web.Hub
	Slog      *slog.Logger

	// Notices tells people; nil tells nobody. It is part of the transaction of what it tells about.
	Notices func(ctx context.Context, tx *db.Tx, org db.Org, n Notice) error
	// Praise passes on what a rule for compliments matched; nil passes nothing on.
	Praise func(ctx context.Context, tx *db.Tx, org db.Org, rule RuleRef, e *signal.Logged, why string) error
	// Ended hears of each case that is closed, in the transaction that closes it; nil hears nothing.
	Ended func(ctx context.Context, tx *db.Tx, org db.Org, k *Case) error
}

// Limits of what people write.
const (
	maxNote  = 10_000 // characters
	maxTitle = 200
)

// firstNumber is the first case of an organisation: C-1001.
const firstNumber = 1001

func ref(number int64) string { return "C-" + strconv.FormatInt(number, 10) }

// refNumber reads "C-1042", "c-1042" or "1042"; 0 is none.
func refNumber(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(identity.Fold(s), "c-"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func checkSeverity(s Severity, location string) error {
	if !slices.Contains(severities, s) {
		return problem.At(location, "severity_unknown", "A severity is high, medium or low.")
	}
	return nil
}

func checkOption(list []Option, key, location, code string) error {
	if !slices.ContainsFunc(list, func(o Option) bool { return o.Key == key }) {
		return problem.At(location, code, "%q isn't on the list.", brief(key))
	}
	return nil
}

// checkNote refuses what can't be kept as somebody's words.
func checkNote(s, location string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return problem.At(location, "note_empty", "A note needs words.")
	case utf8.RuneCountInString(s) > maxNote:
		return problem.At(location, "note_too_long", "A note has at most %d characters.", maxNote).With(problem.Args{"max": maxNote})
	}
	return identity.Clean(s, location)
}

func noCase(id ID) error {
	return problem.New(problem.NotFound, "case_unknown", "There is no case %s.", brief(string(id)))
}

// publish tells browsers, after the commit, that cases have changed.
func (c *Cases) publish(tx *db.Tx, org db.Org, id ID) {
	tx.AfterCommit(func() { c.Hub.Publish(string(org), "cases", map[string]string{"id": string(id)}) })
}

// AddStandard gives a new organisation no rule at all: opening cases unasked would be somebody's unexpected work. Proposals
// stand ready instead.
func (c *Cases) AddStandard(context.Context, *db.Tx, db.Org) error { return nil }

// firstWords makes a title of what somebody said: one line, cut between words.
func firstWords(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 80
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.-") + "…"
}

func brief(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
