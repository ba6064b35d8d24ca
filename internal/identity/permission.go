package identity

import (
	"slices"

	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Role is what a member may do in an organisation, within the subtree of the membership's unit.
type Role string

// The closed list of roles.
const (
	Owner      Role = "owner"
	Admin      Role = "admin"
	Manager    Role = "manager"
	Analyst    Role = "analyst"
	Supervisor Role = "supervisor"
	Evaluator  Role = "evaluator"
	Agent      Role = "agent"
	Viewer     Role = "viewer"
	Client     Role = "client" // of an operator's client: one scorecard and nothing else
)

// Roles lists every role, the most powerful first.
var Roles = []Role{Owner, Admin, Manager, Analyst, Supervisor, Evaluator, Agent, Viewer, Client}

// The verbs of the permission table.
const (
	AccountWrite      web.Verb = "account.write"
	OrganisationWrite web.Verb = "organisation.write"
	UnitRead          web.Verb = "unit.read"
	UnitWrite         web.Verb = "unit.write"
	UserRead          web.Verb = "user.read"
	UserWrite         web.Verb = "user.write"
	TokenWrite        web.Verb = "token.write"
	AuditRead         web.Verb = "audit.read"
	JobWrite          web.Verb = "job.write"
	MailWrite         web.Verb = "mail.write"
	MetricRead        web.Verb = "metric.read"
	MetricWrite       web.Verb = "metric.write"
	MaskingRead       web.Verb = "masking.read"
	MaskingWrite      web.Verb = "masking.write"
	FigureRead        web.Verb = "figure.read"
	SignalRead        web.Verb = "signal.read"
	SignalWrite       web.Verb = "signal.write"
	SignalErase       web.Verb = "signal.erase"
	PeopleRead        web.Verb = "people.read"
	PeopleWrite       web.Verb = "people.write"
	CustomerRead      web.Verb = "customer.read"
	CustomerWrite     web.Verb = "customer.write"
	ImportWrite       web.Verb = "import.write"
	ImportFolderWrite web.Verb = "import_folder.write"
	SurveyRead        web.Verb = "survey.read"
	SurveyWrite       web.Verb = "survey.write"
	RuleRead          web.Verb = "rule.read"
	RuleWrite         web.Verb = "rule.write"
	CaseRead          web.Verb = "case.read"
	CaseWrite         web.Verb = "case.write"
	DemoWrite         web.Verb = "demo.write"
	OperatorRead      web.Verb = "operator.read"
	OperatorWrite     web.Verb = "operator.write"
	GrantRead         web.Verb = "operator_grant.read"
	GrantWrite        web.Verb = "operator_grant.write"
	ScorecardRead     web.Verb = "scorecard.read"
	ScorecardWrite    web.Verb = "scorecard.write"
	TemplateShare     web.Verb = "template.share" // letters that everybody begins with
	SenderWrite       web.Verb = "sender.write"   // as whom units write
	ViewWrite         web.Verb = "view.write"     // one's own views and dashboards, shared or not
	ViewEdit          web.Verb = "view.edit"      // those that others share
	ExportWrite       web.Verb = "export.write"
	ReportWrite       web.Verb = "report.write"
	LinkWrite         web.Verb = "link.write"
	SetupWrite        web.Verb = "setup.write" // the guided set-up of an organisation
	PromiseRead       web.Verb = "promise.read"
	PromiseWrite      web.Verb = "promise.write"
	JourneyRead       web.Verb = "journey.read"
	JourneyWrite      web.Verb = "journey.write"
	JourneyPublish    web.Verb = "journey.publish"
	ValueRead         web.Verb = "value.read"  // what customers are worth
	ValueWrite        web.Verb = "value.write" // typed and computed
	LoyaltyRead       web.Verb = "loyalty.read"
	LoyaltyWrite      web.Verb = "loyalty.write" // lost customers are confirmed
	MomentRead        web.Verb = "moment.read"
	MomentWrite       web.Verb = "moment.write"   // nominate, pick criteria, code incidents, assess
	MomentConfirm     web.Verb = "moment.confirm" // confirm, retire; procedures, authority, the five characteristics
	DriverWrite       web.Verb = "driver.write"   // keeping analyses of drivers
	TraitRead         web.Verb = "characteristic.read"
	TraitWrite        web.Verb = "characteristic.write"
	AssessmentWrite   web.Verb = "assessment.write" // sheets on which people assess
	ImpactRead        web.Verb = "impact.read"
	ImpactWrite       web.Verb = "impact.write"
)

var (
	owners   = []Role{Owner}
	admins   = []Role{Owner, Admin}
	managers = []Role{Owner, Admin, Manager}
	makers   = []Role{Owner, Admin, Manager, Analyst}
	leaders  = []Role{Owner, Admin, Manager, Analyst, Supervisor}
	workers  = []Role{Owner, Admin, Manager, Supervisor, Agent}
	readers  = []Role{Owner, Admin, Manager, Analyst, Supervisor, Evaluator, Viewer}
	everyone = []Role{Owner, Admin, Manager, Analyst, Supervisor, Evaluator, Agent, Viewer} // who works here
	anyone   = Roles
)

// table says which roles may use each verb. A verb that isn't here is nobody's.
var table = map[web.Verb][]Role{
	web.SignedIn:      anyone,
	AccountWrite:      anyone,
	OrganisationWrite: admins,
	UnitRead:          everyone,
	UnitWrite:         admins,
	UserRead:          leaders,
	UserWrite:         admins,
	TokenWrite:        admins,
	AuditRead:         admins,
	JobWrite:          admins,
	MailWrite:         admins,
	MetricRead:        everyone,
	MetricWrite:       makers,
	MaskingRead:       admins,
	MaskingWrite:      admins,
	FigureRead:        readers,
	SignalRead:        readers,
	SignalWrite:       makers,
	SignalErase:       admins,
	PeopleRead:        leaders,
	PeopleWrite:       managers,
	CustomerRead:      {Owner, Admin, Manager, Analyst, Supervisor, Agent}, // agents: those of their cases
	CustomerWrite:     workers,
	ImportWrite:       makers,
	ImportFolderWrite: admins,
	SurveyRead:        readers,
	SurveyWrite:       makers,
	RuleRead:          leaders,
	RuleWrite:         managers,
	CaseRead:          {Owner, Admin, Manager, Analyst, Supervisor, Agent},
	CaseWrite:         workers,
	DemoWrite:         owners,
	OperatorRead:      makers,
	OperatorWrite:     owners,
	GrantRead:         admins,
	GrantWrite:        owners,
	ScorecardRead:     {Owner, Admin, Manager, Analyst, Client},
	ScorecardWrite:    admins,
	TemplateShare:     {Owner, Admin, Manager, Supervisor},
	SenderWrite:       managers,
	ExportWrite:       leaders,
	ReportWrite:       leaders,
	ViewWrite:         readers,
	ViewEdit:          makers,
	LinkWrite:         leaders,
	SetupWrite:        admins,
	PromiseRead:       everyone,
	PromiseWrite:      makers,
	JourneyRead:       everyone,
	JourneyWrite:      leaders,
	JourneyPublish:    managers,
	ValueRead:         readers,
	ValueWrite:        makers,
	LoyaltyRead:       readers,
	LoyaltyWrite:      leaders,
	MomentRead:        everyone,
	MomentWrite:       {Owner, Admin, Manager, Analyst, Supervisor, Evaluator},
	MomentConfirm:     managers,
	DriverWrite:       leaders,
	TraitRead:         readers,
	TraitWrite:        makers,
	AssessmentWrite:   {Owner, Admin, Manager, Analyst, Supervisor, Evaluator},
	ImpactRead:        readers,
	ImpactWrite:       makers,
}

// wholeOnly lists the verbs that change what is common to the whole organisation: a member of a single unit may not use them.
var wholeOnly = []web.Verb{
	OrganisationWrite, UnitWrite, UserWrite, TokenWrite, AuditRead, JobWrite, MailWrite, MetricWrite, MaskingRead, MaskingWrite, SignalErase, ImportWrite, ImportFolderWrite, RuleWrite,
	DemoWrite, OperatorRead, OperatorWrite, GrantRead, GrantWrite, ScorecardWrite,
	SenderWrite, SetupWrite, PromiseWrite, JourneyPublish, ValueWrite, MomentConfirm, TraitWrite, ImpactWrite,
}

// May reports whether a role, over the whole organisation or one unit, may use a verb.
func May(role Role, unit UnitID, verb web.Verb) bool {
	if unit != "" && slices.Contains(wholeOnly, verb) {
		return false
	}
	return slices.Contains(table[verb], role)
}

// verbsOf lists what a role may do, for screens that hide what they can't offer.
func verbsOf(c Caller) []string {
	out := []string{}
	for v := range table {
		if v != web.SignedIn && c.May(v) {
			out = append(out, string(v))
		}
	}
	slices.Sort(out)
	return out
}

// mayGrant reports whether a role may give another: nobody hands out more than they have.
func mayGrant(giver, given Role) bool {
	return giver == Owner || giver == Admin && !slices.Contains(owners, given)
}

// checkRole refuses a role that isn't in the list: the command line has no schema before it.
func checkRole(r Role) error {
	if !slices.Contains(Roles, r) {
		return problem.At("body.role", "role_unknown", "There is no role %.40q.", r)
	}
	return nil
}
