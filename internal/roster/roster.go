// Package roster takes in lists that come as files: units, people, employees, customers and their purchases.
//
// A file is looked at before anything is written: each row is said to be new, changed, known or refused, with the reason. What is
// written goes through the same verbs as by hand. Taking the same file in again changes nothing, so that one which was cut short
// is simply taken in again.
package roster

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/importing"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// List is what a file holds.
type List string

// The closed list of lists.
const (
	Units     List = "units"
	People    List = "people"
	Employees List = "employees"
	Clients   List = "customers"
	Purchases List = "purchases"
	Contracts List = "subscriptions"
)

// Lists names them all, with who may take each in.
var Lists = map[List]web.Verb{
	Units: identity.UnitWrite, People: identity.UserWrite, Employees: identity.PeopleWrite, Clients: identity.CustomerWrite,
	Purchases: identity.CustomerWrite, Contracts: identity.CustomerWrite,
}

// Limits of what is looked at and told.
const (
	maxSmall   = 20_000 // rows of units, people and employees
	maxLooked  = 5_000  // rows of customers and purchases that are looked at beforehand
	maxShown   = 50
	maxRefused = 200
)

// Field is something that a row can say.
type Field struct {
	Key      string `json:"key"`
	Required bool   `json:"required,omitempty"`
	Doc      string `json:"doc" doc:"What it holds, in English"`

	names []string // headings by which it is recognised, folded, letters and digits alone
}

// Outcome is what a row is or was.
type Outcome string

// The closed list of outcomes.
const (
	New     Outcome = "new"
	Changed Outcome = "changed"
	Same    Outcome = "known"
	Refused Outcome = "refused"
)

// Line is one row as it was looked at.
type Line struct {
	Row     int               `json:"row" doc:"As a spreadsheet counts: the header is 1"`
	Outcome Outcome           `json:"outcome" enum:"new,changed,known,refused"`
	Values  map[string]string `json:"values" doc:"By field"`
	What    string            `json:"what,omitempty" doc:"What would change, or why the row is refused"`
}

// Counts are rows by outcome.
type Counts struct {
	New     int64 `json:"new"`
	Changed int64 `json:"changed"`
	Known   int64 `json:"known"`
	Refused int64 `json:"refused"`
}

func (c *Counts) add(o Outcome) {
	switch o {
	case New:
		c.New++
	case Changed:
		c.Changed++
	case Same:
		c.Known++
	case Refused:
		c.Refused++
	}
}

// Look is what taking a file in would do.
type Look struct {
	List    List              `json:"list"`
	Fields  []Field           `json:"fields"`
	Names   []string          `json:"names" doc:"The file's columns"`
	Columns map[string]string `json:"columns" doc:"Which column each field is read from"`
	Rows    int64             `json:"rows" doc:"In the file, below its header"`
	Looked  int64             `json:"looked" doc:"How many of them were looked at; the counts are of these"`
	Counts  Counts            `json:"counts"`
	Lines   []Line            `json:"lines" doc:"The first rows"`
	Refused []Line            `json:"refused" doc:"The first rows that would be refused"`
}

// Wish is a file and how it is to be read.
type Wish struct {
	Upload  string            `json:"upload" doc:"What sending the file in returned"`
	Columns map[string]string `json:"columns,omitempty" doc:"Column by field; without it they are recognised by their names"`
}

// Rosters is the capability. The exported fields are set by app.
type Rosters struct {
	DB        *db.DB
	Jobs      *jobs.Queue
	Imports   *importing.Imports
	People    *identity.Identity
	Staff     *employee.Staff
	Customers *customer.Customers
	Audit     identity.Auditor
	Hub       *web.Hub

	// Ended tells whoever began a run that it has ended, in the transaction in which that is stored; nil where nobody is told.
	Ended func(ctx context.Context, tx *db.Tx, org db.Org, run *Intake, to identity.UserID) error
}

// reader decides about the rows of one file, in order: a row may rest on those before it.
type reader interface {
	// row says what a row is, and what to do about it where anything is to be done.
	row(ctx context.Context, v map[string]string) (Outcome, string, step, error)
}

// step writes one row.
type step func(ctx context.Context) error

// reader makes the one for a list, with what is known now.
func (r *Rosters) reader(ctx context.Context, org db.Org, list List) (reader, error) {
	switch list {
	case Units:
		return r.unitReader(ctx, org)
	case People:
		return r.peopleReader(ctx, org)
	case Employees:
		return r.employeeReader(ctx, org)
	case Clients:
		return &clientReader{r: r, org: org, seen: map[string]bool{}}, nil
	case Purchases:
		return &purchaseReader{r: r, org: org, zone: r.zone(ctx, org)}, nil
	case Contracts:
		return &contractReader{r: r, org: org, zone: r.zone(ctx, org)}, nil
	}
	return nil, problem.New(problem.NotFound, "list_unknown", "There is no list %q.", list)
}

func (r *Rosters) zone(ctx context.Context, org db.Org) *time.Location {
	o, err := r.People.Organisation(ctx, org)
	if err != nil {
		return time.UTC // the question after this one fails alike, and says so
	}
	return o.Location()
}

var fields = map[List][]Field{
	Units: {
		{"key", true, "How imports and the API call the unit", []string{"key", "code", "unit", "unitkey", "id"}},
		{"name", false, "What people read", []string{"name", "title", "unitname"}},
		{"parent", false, "Key of the unit above it; the top unit without it", []string{"parent", "above", "parentkey", "reportsto", "below"}},
		{"kind", false, "enterprise, region, site or team", []string{"kind", "type", "level"}},
		{"partner", false, "yes where a partner runs it", []string{"partner", "outsourced", "external"}},
		{"owner", false, "E-mail address of who gets its cases", []string{"owner", "manager", "owneremail"}},
	},
	People: {
		{"email", true, "Where the invitation goes", []string{"email", "mail", "emailaddress"}},
		{"name", false, "Proposed; they may write it otherwise", []string{"name", "fullname"}},
		{"role", true, "owner, admin, manager, analyst, supervisor, evaluator, agent or viewer", []string{"role"}},
		{"unit", false, "Key of the unit they work in; the whole organisation without it", []string{"unit", "team", "unitkey"}},
	},
	Employees: {
		{"external_id", true, "What other systems call them", []string{"externalid", "id", "employee", "employeeid", "agent", "agentid", "staffid"}},
		{"name", false, "What people read", []string{"name", "fullname"}},
		{"unit", false, "Key of the unit they belong to", []string{"unit", "team", "unitkey", "site"}},
		{"from", false, "First day there, as 2026-01-31", []string{"from", "since", "start", "startdate"}},
		{"left_on", false, "First day on which they weren't there any more", []string{"lefton", "left", "end", "enddate", "until"}},
	},
	Clients: {
		{"external_id", false, "What other systems call them", []string{"externalid", "id", "customer", "customerid", "account", "accountid"}},
		{"email", false, "Where they are written to", []string{"email", "mail", "emailaddress"}},
		{"name", false, "What people read", []string{"name", "fullname", "customername"}},
		{"phone", false, "Where they are called", []string{"phone", "telephone", "tel", "mobile"}},
		{"language", false, "BCP 47, such as de or pt-BR", []string{"language", "lang"}},
		{"segments", false, "Keys of segments, separated by semicolons", []string{"segments", "segment", "tier"}},
	},
	Purchases: {
		{"key", true, "The order's own number", []string{"key", "order", "orderid", "ordernumber", "purchase", "purchaseid", "invoice"}},
		{"customer", false, "External id of the customer", []string{"customer", "customerid", "externalid", "account", "client"}},
		{"email", false, "E-mail address of the customer, where there is no id", []string{"email", "customeremail", "mail"}},
		{"at", true, "When it was bought", []string{"at", "date", "time", "boughtat", "orderdate", "purchasedate", "created"}},
		{"product", false, "What was bought", []string{"product", "item", "article", "description"}},
		{"amount", true, "For all pieces together, such as 12.50; below 0 is a refund", []string{"amount", "total", "price", "value", "sum"}},
		{"currency", true, "ISO 4217, such as EUR", []string{"currency", "cur"}},
		{"quantity", false, "1 without it", []string{"quantity", "qty", "pieces", "count"}},
		{"state", false, "bought, cancelled or returned", []string{"state", "status"}},
		{"refund_of", false, "Of a refund: number of the order it belongs to; its own number without it", []string{"refundof", "refundedorder", "originalorder", "parentorder"}},
	},
	Contracts: {
		{"key", true, "The contract's own number", []string{"key", "contract", "contractid", "contractnumber", "subscription", "subscriptionid", "id"}},
		{"customer", false, "External id of the customer", []string{"customer", "customerid", "externalid", "account", "client"}},
		{"email", false, "E-mail address of the customer, where there is no id", []string{"email", "customeremail", "mail"}},
		{"started", true, "First day, as 2026-01-31", []string{"started", "start", "startdate", "from", "since", "begin"}},
		{"ended", false, "Day on which it ended; empty while it runs", []string{"ended", "end", "enddate", "until", "cancelled", "churned"}},
		{"product", false, "What is subscribed to", []string{"product", "plan", "tariff", "item"}},
		{"amount", true, "For one period, such as 29.90", []string{"amount", "fee", "price", "value", "mrr"}},
		{"currency", true, "ISO 4217, such as EUR", []string{"currency", "cur"}},
		{"period", false, "week, month or year; month without it", []string{"period", "interval", "billing"}},
		{"reason", false, "Why it was ended", []string{"reason", "churnreason", "cancellationreason", "why"}},
	},
}

// recognised finds the column of each field by its name, unless the wish says otherwise.
func recognised(list List, names []string, wish map[string]string) (map[string]string, error) {
	if len(wish) > 0 {
		for field, column := range wish {
			if !slices.ContainsFunc(fields[list], func(f Field) bool { return f.Key == field }) {
				return nil, problem.At("body.columns."+field, "field_unknown", "There is no field %.60q in this list.", field)
			}
			if !slices.Contains(names, column) {
				return nil, problem.At("body.columns."+field, "column_unknown", "The file has no column %.60q.", column)
			}
		}
		return wish, nil
	}
	out := map[string]string{}
	taken := map[string]bool{}
	for _, f := range fields[list] {
		for _, want := range f.names {
			at := slices.IndexFunc(names, func(n string) bool { return plain(n) == want && !taken[n] })
			if at >= 0 {
				out[f.Key], taken[names[at]] = names[at], true
				break
			}
		}
	}
	return out, nil
}

// plain is a heading without what people write it differently in.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, identity.Fold(s))
}

// missing names the required fields that no column fills.
func missing(list List, columns map[string]string) error {
	for _, f := range fields[list] {
		if f.Required && columns[f.Key] == "" {
			return problem.At("body.columns."+f.Key, "column_needed", "Say which column holds the %s.", strings.ReplaceAll(f.Key, "_", " ")).
				With(problem.Args{"field": f.Key})
		}
	}
	if (list == Purchases || list == Contracts) && columns["customer"] == "" && columns["email"] == "" {
		return problem.At("body.columns.customer", "column_needed", "Say which column holds the customer.").With(problem.Args{"field": "customer"})
	}
	if list == Clients && columns["external_id"] == "" && columns["email"] == "" {
		return problem.At("body.columns.external_id", "column_needed", "Say which column holds the customer's id, or their e-mail address.").
			With(problem.Args{"field": "external_id"})
	}
	return nil
}
