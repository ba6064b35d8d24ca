package app_test

var journeyProbes = map[string]probe{
	"journey-list":           {path: "/journeys", ok: []int{200}},
	"journey-templates":      {path: "/journeys/templates", ok: []int{200}},
	"journey-create":         {path: "/journeys", body: body(object{"name": "Another way", "template": "retail"}), ok: []int{201}},
	"journey-get":            {path: "/journeys/{journey}", ok: []int{200}},
	"journey-name":           {path: "/journeys/{journey}", body: body(object{"name": "Renamed"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"journey-edit":           {path: "/journeys/{journey}/edits", body: body(object{"edits": []any{object{"op": "add_stage", "id": "more", "set": object{"name": "More"}}}}), ok: []int{200}},
	"journey-log":            {path: "/journeys/{journey}/edits", ok: []int{200}},
	"journey-waive":          {path: "/journeys/{journey}/exceptions", body: body(object{"rule": "four_questions", "reason": "Later"}), ok: []int{200}},
	"journey-publish":        {path: "/journeys/{journey}/versions", body: body(object{}), headers: []string{`If-Match: "1"`}, ok: []int{409}},
	"journey-versions":       {path: "/journeys/{journey}/versions", ok: []int{200}},
	"journey-version":        {path: "/journeys/{journey}/versions/1", ok: []int{404}},
	"journey-compare":        {path: "/journeys/{journey}/differences", ok: []int{200}},
	"journey-comments":       {path: "/journeys/{journey}/comments", ok: []int{200}},
	"journey-comment":        {path: "/journeys/{journey}/comments", body: body(object{"text": "Is this so?"}), ok: []int{201}},
	"journey-comment-settle": {path: "/journeys/{journey}/comments/{journey_comment}", body: body(object{"settled": true}), ok: []int{200}},
	"journey-delete":         {path: "/journeys/{journey}", ok: []int{204}},
}
