package app_test

import (
	"fmt"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/demo"
)

func TestX(t *testing.T) {
	for seed := range 4 {
		a := apptest.New(t)
		o := a.Organisation(t, "Acme")
		a.Must(t, 202, "POST", "/demo", o.Owner, demo.Wish{Signals: 6000, Seed: uint64(seed + 1)})
		a.RunJobs(t)
		a.CatchUp(t, o)
		d := a.Must(t, 200, "GET", "/demo", o.Owner, nil)
		fmt.Println(d["truths"].(object)["weak"])
		p := a.Must(t, 200, "GET", "/impact/proposals", o.Owner, nil)
		fmt.Println(p["failing"], p["people"], p["days"])
		for _, i := range p["items"].([]any) {
			i := i.(object)
			fmt.Println(i["touch_point"], i["met"], i["asked"], i["failed"], i["share"], i["rest"], i["clear"], i["extra"])
		}
	}
}
