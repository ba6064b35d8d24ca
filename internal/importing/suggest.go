package importing

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Names that say what a column is, in the words people use.
var (
	keyNames      = regexp.MustCompile(`(?i)^(id|uuid|guid|key|(response|review|row|record|survey|feedback|ticket|submission|answer|external)[ _-]?(id|no|number))$`)
	idNames       = regexp.MustCompile(`(?i)(^|[ _-])(id|uuid|guid|no|nr|number|index|row)$|^(id|uuid)[ _-]`)
	countNames    = regexp.MustCompile(`(?i)(year|month|day|age|count|qty|quantity|amount|price|duration|seconds|minutes|nights|zip|postal|phone)`)
	ratingSuffix  = regexp.MustCompile(`(?i)[ _-]?(ratings?|scores?|stars)$`)
	ratingNames   = regexp.MustCompile(`(?i)(rating|score|stars|satisf|nps|csat|ces|recommend|effort|ease|quality|likel)`)
	npsNames      = regexp.MustCompile(`(?i)(nps|recommend|likel)`)
	effortNames   = regexp.MustCompile(`(?i)(^|[ _-])(ces|ease|easy|effort)`)
	overallNames  = regexp.MustCompile(`(?i)overall`)
	commentNames  = regexp.MustCompile(`(?i)(comment|feedback|verbatim|remark|review[ _-]?text|suggestion|why)`)
	personalNames = regexp.MustCompile(`(?i)^(name|author|first[ _-]?name|last[ _-]?name|full[ _-]?name|e-?mail.*|phone.*|address|ip)$`)
)

// suggest guesses a mapping from what the columns look like. name is the file's name. A person looks it over; nothing is
// imported on a guess alone.
func suggest(columns []Column, rows int64, name string) *Mapping {
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	m := &Mapping{Kind: kindOf(base), Measures: map[string]Measure{}, Attributes: map[string]string{}}
	used := map[string]bool{}
	m.at(columns, used)
	m.known(columns, used, rows)
	if m.TouchPoint == nil {
		if s := slug(base, '-'); s != "" {
			m.TouchPoint = &Source{Value: s}
		}
	}
	m.words(columns, used)
	for _, c := range columns {
		if used[c.Name] || c.Filled == 0 || c.Kind == DateColumn || personalNames.MatchString(c.Name) {
			continue
		}
		if s, ok := scoreOf(c); ok {
			m.Measures[free(m.Measures, slug(ratingSuffix.ReplaceAllString(c.Name, ""), '_'), "score")] = s
			continue
		}
		if groups(c) {
			m.Attributes[free(m.Attributes, strings.TrimSuffix(slug(c.Name, '_'), "_name"), "attribute")] = c.Name
		}
	}
	return m
}

func kindOf(name string) signal.Kind {
	n := strings.ToLower(name)
	for _, w := range []struct {
		word string
		kind signal.Kind
	}{
		{"survey", "survey"}, {"nps", "survey"}, {"csat", "survey"}, {"response", "survey"}, {"feedback", "feedback"},
		{"evaluation", "evaluation"}, {"quality", "evaluation"}, {"employee", "employee"}, {"call", "conversation"}, {"chat", "conversation"},
	} {
		if strings.Contains(n, w.word) {
			return w.kind
		}
	}
	return "review"
}

// at takes the date that is filled most; of equals the one called so.
func (m *Mapping) at(columns []Column, used map[string]bool) {
	best := -1
	for i, c := range columns {
		if c.Kind != DateColumn {
			continue
		}
		if best < 0 || c.Filled > columns[best].Filled || c.Filled == columns[best].Filled && strings.EqualFold(c.Name, "date") {
			best = i
		}
	}
	if best >= 0 {
		m.At = Moment{Column: columns[best].Name, Format: columns[best].Format}
		used[m.At.Column] = true
	}
}

// known takes columns whose names leave no doubt.
func (m *Mapping) known(columns []Column, used map[string]bool, rows int64) {
	who := Who{}
	for _, c := range columns {
		if used[c.Name] || c.Filled == 0 {
			continue
		}
		switch slug(c.Name, '_') {
		case "touch_point", "touchpoint":
			m.TouchPoint = &Source{Column: c.Name}
		case "channel":
			m.Channel = &Source{Column: c.Name}
		case "language", "lang", "locale":
			m.Language = &Source{Column: c.Name}
		case "unit", "team", "site", "branch", "store":
			if m.Unit != nil || c.Distinct > 1000 {
				continue
			}
			m.Unit = &Source{Column: c.Name}
		case "employee", "employee_id", "agent", "agent_id":
			if m.Employee != nil {
				continue
			}
			m.Employee = &Source{Column: c.Name}
		case "customer_id", "client_id", "account_id", "contact_id":
			who.ExternalID = c.Name
		case "email", "e_mail", "email_address", "customer_email":
			who.Email = c.Name
		case "customer_name":
			who.Name = c.Name
		default:
			if m.Key != nil || !looksLikeKey(c.Name) || !c.stats.unique(rows) {
				continue
			}
			m.Key = &Key{Column: c.Name}
		}
		used[c.Name] = true
	}
	if who.ExternalID != "" || who.Email != "" {
		m.Customer = &who
	}
}

// words takes the longest text as comment, and others called so.
func (m *Mapping) words(columns []Column, used map[string]bool) {
	best := -1
	for i, c := range columns {
		if c.Kind != TextColumn || used[c.Name] || personalNames.MatchString(c.Name) {
			continue
		}
		long := c.stats.average() >= 25 && c.Distinct*4 > c.Filled
		if named := commentNames.MatchString(c.Name); named && !groups(c) {
			m.Comment = append(m.Comment, c.Name)
			used[c.Name] = true
		} else if long && (best < 0 || c.stats.average() > columns[best].stats.average()) {
			best = i
		}
	}
	if best >= 0 && (len(m.Comment) == 0 || columns[best].stats.average() > 60) {
		m.Comment = append(m.Comment, columns[best].Name)
		used[columns[best].Name] = true
	}
	slices.Sort(m.Comment)
}

// groups reports that a column sorts rows into groups worth comparing.
func groups(c Column) bool {
	if c.Kind == YesNoColumn {
		return true
	}
	if c.Kind != TextColumn || idNames.MatchString(c.Name) || c.stats.longest > 200 {
		return false
	}
	return c.Distinct >= 2 && c.Distinct <= 1000 && (c.Distinct*5 <= c.Filled || c.Distinct <= 5) && c.stats.average() <= 60
}

// scoreOf reads a column as a measure where its values look like one's.
func scoreOf(c Column) (Measure, bool) {
	s := Measure{Column: c.Name, Scoring: "top_2_box"}
	if c.Kind == YesNoColumn && (ratingNames.MatchString(c.Name) || c.Min != nil) {
		s.Scale, s.Scoring = []float64{0, 1}, "rate"
		return s, true
	}
	named := ratingNames.MatchString(c.Name)
	if c.Kind != NumberColumn || len(c.stats.values) < 2 || *c.Min < 0 || !named && (idNames.MatchString(c.Name) || countNames.MatchString(c.Name)) {
		return s, false
	}
	above := c.stats.above(5)
	switch {
	case *c.Max <= 5:
		s.Scale = []float64{1, 5}
	case *c.Max > 7 && *c.Max <= 10 && above*10 <= c.stats.numbers && !npsNames.MatchString(c.Name):
		// Few lie above five: most likely the scale was another for a while.
		s.Scale, s.OutOfScale, s.Scoring = []float64{1, 5}, dropValue, "mean"
	case *c.Max <= 7:
		s.Scale = []float64{1, 7}
		if effortNames.MatchString(c.Name) {
			s.Scoring = "ces_5_7"
		}
	case *c.Max <= 10:
		s.Scale, s.Scoring = []float64{0, 10}, "mean"
		if npsNames.MatchString(c.Name) {
			s.Scoring = "nps"
		}
	case *c.Max <= 100 && named:
		s.Scale, s.Scoring = []float64{0, 100}, "mean"
	default:
		return s, false
	}
	if overallNames.MatchString(c.Name) && s.Scoring == "top_2_box" {
		s.Scoring = "mean"
	}
	if s.Scale[0] == 1 && *c.Min == 0 {
		s.NotRated = []Word{"0"}
	}
	return s, true
}

// above counts the numbers above a limit.
func (s *columnStats) above(limit float64) (n int64) {
	for v, count := range s.values {
		if v > limit {
			n += count
		}
	}
	return n
}

func looksLikeKey(name string) bool { return keyNames.MatchString(strings.TrimSpace(name)) }

// free makes a key that isn't taken yet.
func free[V any](taken map[string]V, key, otherwise string) string {
	if key == "" {
		key = otherwise
	}
	key = key[:min(len(key), maxKey-3)]
	if _, ok := taken[key]; !ok {
		return key
	}
	for n := 2; ; n++ {
		k := key[:min(len(key), maxKey-5)] + "_" + strconv.Itoa(n)
		if _, ok := taken[k]; !ok {
			return k
		}
	}
}
