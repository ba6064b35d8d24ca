package driver

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
)

// note puts a sentence about keys into one about names.
func (p *plan) note(r *stats.Refusal) Note {
	n := Note{Code: r.Code, About: r.About, Message: r.Text}
	names := map[string]string{p.outcome.Key: p.outcome.Name}
	for _, m := range p.measures {
		names[m.Key] = m.Name
	}
	var said []string
	for _, key := range r.About {
		if name, ok := names[key]; ok {
			n.Message = strings.ReplaceAll(n.Message, "“"+key+"”", "“"+name+"”")
			said = append(said, name)
		}
	}
	if len(said) > 0 {
		n.Args = problem.Args{"names": strings.Join(said, ", ")}
	}
	n.About = slices.DeleteFunc(slices.Clone(n.About), func(key string) bool { return key == p.outcome.Key })
	return n
}

// neverHeard says of measures that no row of the outcome has, what statistics would only call too few rows.
func neverHeard(p *plan, rows int64, known []int64) *Note {
	if rows == 0 {
		return &Note{Code: "outcome_unheard", Args: problem.Args{"outcome": p.outcome.Name},
			Message: fmt.Sprintf("Nobody answered “%s” here. Choose another period, filter or outcome.", p.outcome.Name)}
	}
	var about, names []string
	for k, n := range known {
		if n == 0 {
			about, names = append(about, p.measures[k].Key), append(names, p.measures[k].Name)
		}
	}
	if about == nil {
		return nil
	}
	said := "“" + strings.Join(names, "”, “") + "”"
	return &Note{Code: "never_together", About: about, Args: problem.Args{"names": strings.Join(names, ", "), "outcome": p.outcome.Name},
		Message: fmt.Sprintf("Never heard in one response or contact together with “%s”, so to be left out: %s.", p.outcome.Name, said)}
}

// nothingHeard refuses where there is nothing to propose.
func nothingHeard(c *Candidates, outcome *metric.Metric) error {
	if c.Rows == 0 {
		return problem.At("body.outcome", "outcome_unheard", "Nobody answered “%s” here. Choose another period, filter or outcome.", outcome.Name).
			With(problem.Args{"outcome": outcome.Name})
	}
	return problem.At("body.measures", "nothing_together", "Nothing else is heard often enough in the same responses and contacts as “%s”. Choose measures by hand.", outcome.Name).
		With(problem.Args{"outcome": outcome.Name})
}

// atBody moves a refusal of the question from the query string, where figures have it, to the body.
func atBody(err error) error {
	if p, ok := problem.As(err); ok {
		for i := range p.Fields {
			if rest, query := strings.CutPrefix(p.Fields[i].Location, "query."); query {
				p.Fields[i].Location = "body." + rest
			}
		}
	}
	return err
}

func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain texts, lists and finite numbers always marshal
	}
	return string(b)
}
