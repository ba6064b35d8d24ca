// Package setup leads a new organisation from four answers (industry, promises, channels, size) to its first touch points,
// metrics, targets, units, survey and alert rules. It proposes; what is taken is made through the capabilities' own verbs.
package setup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Industry is what the organisation does.
type Industry string

// The closed list of industries.
const (
	ContactCentre Industry = "contact_centre"
	HomeBuilding  Industry = "home_building"
	Retail        Industry = "retail"
	Banking       Industry = "banking"
	Telecom       Industry = "telecom"
	Healthcare    Industry = "healthcare"
	Hospitality   Industry = "hospitality"
	PublicService Industry = "public_service"
	OtherIndustry Industry = "other"
)

// Industries lists them in the order they are offered.
var Industries = []Industry{ContactCentre, HomeBuilding, Retail, Banking, Telecom, Healthcare, Hospitality, PublicService, OtherIndustry}

// Channel is a way on which customers and the organisation meet. Signals carry the same words.
type Channel string

// The closed list of channels.
const (
	Phone  Channel = "phone"
	Email  Channel = "email"
	Chat   Channel = "chat"
	Web    Channel = "web"
	Store  Channel = "store"
	Visit  Channel = "visit"
	Letter Channel = "letter"
	Social Channel = "social"
)

// Channels lists them in the order they are offered.
var Channels = []Channel{Phone, Email, Chat, Web, Store, Visit, Letter, Social}

// Promise is one sentence of what customers are promised, kept as it was written.
type Promise struct {
	Text   string `json:"text" maxLength:"200" example:"We call back when we say we will."`
	About  Topic  `json:"about,omitempty" doc:"What it is about, so that it can be measured and watched; without it answers are asked for, and nothing more"`
	Within int    `json:"within,omitempty" minimum:"0" maximum:"8760" doc:"Hours or days, as the topic says; 0 is the topic's own"`
}

// Size is how large the organisation is. Zeros aren't known.
type Size struct {
	Sites     int      `json:"sites,omitempty" minimum:"0" maximum:"100000" doc:"Places: sites, branches, shops, hotels"`
	SiteNames []string `json:"site_names,omitempty" maxItems:"100" doc:"What the sites are called, as far as it was said"`
	Teams     int      `json:"teams,omitempty" minimum:"0" maximum:"100000"`
	Employees int      `json:"employees,omitempty" minimum:"0" maximum:"10000000" doc:"Who serve customers"`
	Customers int      `json:"customers_per_month,omitempty" minimum:"0" maximum:"1000000000" doc:"Customers in contact with the organisation in a month"`
}

// Answers are what somebody has said so far; any of them may be missing.
type Answers struct {
	Industry Industry  `json:"industry,omitempty" doc:"contact_centre, home_building, retail, banking, telecom, healthcare, hospitality, public_service or other" example:"contact_centre"`
	Promises []Promise `json:"promises" maxItems:"8" nullable:"false"`
	Channels []Channel `json:"channels" maxItems:"8" nullable:"false" doc:"phone, email, chat, web, store, visit, letter, social"`
	Size     Size      `json:"size"`
}

// State is the answers as they are kept.
type State struct {
	Answers   Answers    `json:"answers"`
	Version   int        `json:"version" doc:"Counts changes; the ETag"`
	UpdatedAt *time.Time `json:"updated_at,omitempty"`
	UpdatedBy string     `json:"updated_by,omitempty" doc:"Who answered last"`
	Topics    []Offer    `json:"topics" nullable:"false" doc:"What a promise may be about, those that suit the industry first"`
}

// Offer is a promise ready to be taken as it stands.
type Offer struct {
	About  Topic  `json:"about"`
	Text   string `json:"text"`
	Unit   string `json:"unit,omitempty" enum:"hours,days" doc:"What within is counted in; absent where the topic has no time"`
	Within int    `json:"within,omitempty"`
	Suits  bool   `json:"suits" doc:"Usual in the industry that was answered"`
}

const (
	maxPromises = 8
	maxPromise  = 200
)

// Validate checks answers, half-given ones too, and tidies them.
func (a *Answers) Validate() error {
	if a.Industry != "" && !slices.Contains(Industries, a.Industry) {
		return problem.At("body.industry", "industry_unknown", "There is no industry %.40q.", string(a.Industry))
	}
	if a.Promises == nil {
		a.Promises = []Promise{}
	}
	if len(a.Promises) > maxPromises {
		return problem.At("body.promises", "too_many_promises", "Name at most %d promises: those that matter most.", maxPromises)
	}
	for i := range a.Promises {
		if err := a.Promises[i].validate(fmt.Sprintf("body.promises[%d]", i)); err != nil {
			return err
		}
		if t := a.Promises[i].About; t != "" && slices.ContainsFunc(a.Promises[:i], func(p Promise) bool { return p.About == t }) {
			return problem.At(fmt.Sprintf("body.promises[%d].about", i), "promise_twice", "Two promises are about the same thing. Keep the one that customers hear.")
		}
	}
	seen := []Channel{}
	for i, c := range a.Channels {
		if !slices.Contains(Channels, c) {
			return problem.At(fmt.Sprintf("body.channels[%d]", i), "channel_unknown", "There is no channel %.40q.", string(c))
		}
		if !slices.Contains(seen, c) {
			seen = append(seen, c)
		}
	}
	a.Channels = seen
	return a.Size.validate()
}

func (p *Promise) validate(at string) error {
	if p.Text = strings.TrimSpace(p.Text); p.Text == "" {
		return problem.At(at+".text", "promise_empty", "Say what is promised, or take the line away.")
	}
	if err := identity.Name(p.Text, at+".text", maxPromise); err != nil {
		return err
	}
	if strings.ContainsAny(p.Text, "\r\n") {
		return problem.At(at+".text", "promise_lines", "A promise is one sentence, on one line.")
	}
	if p.About == "" {
		p.Within = 0
		return nil
	}
	t := topicOf(p.About)
	if t == nil {
		return problem.At(at+".about", "topic_unknown", "A promise can't be about %.40q.", string(p.About))
	}
	switch {
	case t.most == 0:
		p.Within = 0
	case p.Within < 0 || p.Within > t.most:
		return problem.At(at+".within", "within_range", "Say 1 to %d %s.", t.most, t.unit).With(problem.Args{"max": t.most})
	}
	return nil
}

func (s *Size) validate() error {
	for field, n := range map[string]int{"sites": s.Sites, "teams": s.Teams, "employees": s.Employees, "customers_per_month": s.Customers} {
		if n < 0 || n > 1_000_000_000 {
			return problem.At("body.size."+field, "size_range", "A number from 0 to 1,000,000,000.")
		}
	}
	names := []string{}
	for i, n := range s.SiteNames {
		at := fmt.Sprintf("body.size.site_names[%d]", i)
		if n = strings.TrimSpace(n); n == "" {
			continue
		}
		if err := identity.Name(n, at, 100); err != nil {
			return err
		}
		if slices.ContainsFunc(names, func(o string) bool { return identity.Fold(o) == identity.Fold(n) }) {
			return problem.At(at, "site_twice", "%q is named twice.", n)
		}
		names = append(names, n)
	}
	if len(names) > 100 {
		return problem.At("body.size.site_names", "too_many_sites", "Name at most 100 sites here; more come in as a list under Units.")
	}
	s.SiteNames = names
	s.Sites = max(s.Sites, len(names))
	return nil
}

// has reports whether customers are met on a channel.
func (a *Answers) has(c Channel) bool { return slices.Contains(a.Channels, c) }

// hasAny reports whether they are met on one of several; none named is all.
func (a *Answers) hasAny(list []Channel) bool {
	return len(list) == 0 || slices.ContainsFunc(list, a.has)
}

// promised finds the promise about a topic; nil where there is none.
func (a *Answers) promised(t Topic) *Promise {
	for i := range a.Promises {
		if a.Promises[i].About == t {
			return &a.Promises[i]
		}
	}
	return nil
}
