package sqlengine

import (
	"testing"

	"github.com/touchstone-cx/touchstone/internal/analytics/analyticstest"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

func TestAnswersAsCountingByHandDoes(t *testing.T) {
	e := New(dbtest.Open(t))
	analyticstest.Agree(t, nil, e, 1, 1500)
}
