package app_test

// picture is the smallest GIF there is.
const picture = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

var surveyProbes = map[string]probe{
	"survey-duplicate": {path: "/surveys/{survey}/duplicate", body: body(object{}), ok: []int{201}},
	"survey-logo":      {path: "/surveys/logos", body: body(picture), ok: []int{201}},
	"survey-shades":    {path: "/surveys/shades?color=%230b6e4f", ok: []int{200}},
}
