package customer

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Edit changes a customer. What isn't given stays as it is; an empty list is an empty list.
type Edit struct {
	Name         *string           `json:"name,omitempty" maxLength:"200"`
	Email        *string           `json:"email,omitempty" maxLength:"254" doc:"Where they are written to; several customers may share one"`
	Phone        *string           `json:"phone,omitempty" maxLength:"40"`
	Address      *string           `json:"address,omitempty" maxLength:"500"`
	Language     *string           `json:"language,omitempty" maxLength:"35"`
	Zone         *string           `json:"zone,omitempty" maxLength:"60"`
	Identifiers  []Identifier      `json:"identifiers,omitempty" maxItems:"50" doc:"All of them; each belongs to one customer alone"`
	Segments     []string          `json:"segments,omitempty" maxItems:"50" doc:"Keys, all of them"`
	Attributes   map[string]string `json:"attributes,omitempty" doc:"Those to change; an empty text takes one away"`
	DoNotContact *bool             `json:"do_not_contact,omitempty"`
	Channels     []Channel         `json:"channels,omitempty" maxItems:"4" doc:"The channels they may be contacted through, all of them"`
}

var languageForm = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

func (e *Edit) validate() error {
	for _, t := range []struct {
		value    *string
		location string
		most     int
	}{{e.Name, "body.name", 200}, {e.Address, "body.address", 500}, {e.Language, "body.language", 35}, {e.Zone, "body.zone", 60}} {
		if t.value == nil {
			continue
		}
		*t.value = strings.TrimSpace(*t.value)
		if err := text(*t.value, t.location, t.most); err != nil {
			return err
		}
	}
	if e.Email != nil {
		*e.Email = strings.TrimSpace(*e.Email)
		if err := email(*e.Email, "body.email"); err != nil {
			return err
		}
	}
	if e.Phone != nil {
		*e.Phone = strings.TrimSpace(*e.Phone)
		if err := phone(*e.Phone, "body.phone"); err != nil {
			return err
		}
	}
	if e.Language != nil && *e.Language != "" && !languageForm.MatchString(*e.Language) {
		return problem.At("body.language", "language_invalid", "%.40q isn't a language such as en or pt-BR.", *e.Language)
	}
	if e.Zone != nil && *e.Zone != "" {
		if _, err := time.LoadLocation(*e.Zone); err != nil || *e.Zone == "Local" {
			return problem.At("body.zone", "zone_unknown", "%.60q isn't a time zone such as Europe/Lisbon.", *e.Zone)
		}
	}
	return e.validateLists()
}

func (e *Edit) validateLists() error {
	if len(e.Identifiers) > maxIdentifiers {
		return problem.At("body.identifiers", "too_many_identifiers", "A customer has at most %d identifiers.", maxIdentifiers)
	}
	for n := range e.Identifiers {
		i := &e.Identifiers[n]
		i.Value = strings.TrimSpace(i.Value)
		if err := i.validate(fmt.Sprintf("body.identifiers[%d]", n)); err != nil {
			return err
		}
	}
	for n, c := range e.Channels {
		if !slices.Contains(Channels, c) {
			return problem.At(fmt.Sprintf("body.channels[%d]", n), "channel_unknown", "A channel is email, phone, sms or post.")
		}
	}
	for key, v := range e.Attributes {
		if err := text(v, "body.attributes."+brief(key), 500); err != nil {
			return err
		}
	}
	return nil
}

// Change edits a customer as the editor saw them.
func (c *Customers) Change(ctx context.Context, org db.Org, id ID, version int, e Edit) (*Detail, error) {
	if err := e.validate(); err != nil {
		return nil, err
	}
	seen, err := c.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	err = c.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := detail(ctx, tx, org, seen.ID)
		if err != nil {
			return err
		}
		if k.Version != version {
			return web.Stale()
		}
		changed, err := c.apply(ctx, tx, org, k, e)
		if err != nil || len(changed) == 0 {
			return err
		}
		return c.Audit.Record(ctx, tx, "customer.edit", string(k.ID), map[string]any{"fields": changed})
	})
	if err != nil {
		return nil, err
	}
	return c.Find(ctx, org, seen.ID)
}

// apply makes the changes and returns the names of the fields that differ. Their values stay out of the audit: it is kept when
// a customer is forgotten.
func (c *Customers) apply(ctx context.Context, tx *db.Tx, org db.Org, k *Detail, e Edit) (changed []string, err error) {
	f, err := fieldsIn(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	set := func(name string, to *string, from *string) {
		if from != nil && *from != *to {
			*to, changed = *from, append(changed, name)
		}
	}
	set("name", &k.Name, e.Name)
	set("email", &k.Email, e.Email)
	set("phone", &k.Phone, e.Phone)
	set("address", &k.Address, e.Address)
	set("language", &k.Language, e.Language)
	set("zone", &k.Zone, e.Zone)
	if e.DoNotContact != nil && *e.DoNotContact != k.Preferences.DoNotContact {
		k.Preferences.DoNotContact, changed = *e.DoNotContact, append(changed, "do_not_contact")
	}
	if e.Channels != nil && !slices.Equal(inOrder(e.Channels), k.Preferences.Channels) {
		k.Preferences.Channels, changed = inOrder(e.Channels), append(changed, "channels")
	}
	for key, v := range e.Attributes {
		clean, err := f.check(key, v)
		if err != nil {
			return nil, err
		}
		if k.Attributes[key] == clean {
			continue
		}
		changed = append(changed, "attributes."+key)
		if clean == "" {
			delete(k.Attributes, key)
		} else {
			k.Attributes[key] = clean
		}
	}
	slices.Sort(changed)
	if e.Segments != nil {
		list, err := f.segments(e.Segments)
		if err != nil {
			return nil, err
		}
		if !slices.Equal(list, k.Segments) {
			changed = append(changed, "segments")
			if err := setSegments(ctx, tx, org, k.ID, list); err != nil {
				return nil, err
			}
		}
	}
	if e.Identifiers != nil && !slices.Equal(e.Identifiers, k.Identifiers) {
		changed = append(changed, "identifiers")
		if err := setIdentifiers(ctx, tx, org, k, e.Identifiers); err != nil {
			return nil, err
		}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	return changed, update(ctx, tx, org, k)
}

func brief(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
