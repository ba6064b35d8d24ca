package app

import (
	"path/filepath"

	"github.com/touchstone-cx/touchstone/internal/exporting"
	"github.com/touchstone-cx/touchstone/internal/reporting"
	"github.com/touchstone-cx/touchstone/internal/search"
)

// finding makes what finds signals by their words, and what takes them and their figures outside.
func (a *App) finding() {
	a.Search = &search.Search{DB: a.DB, Log: a.Log, Metrics: a.Metrics}
	a.Log.Follow(a.Search.Consumer())
	a.Metrics.Words = a.Search.Words

	a.Exports = &exporting.Exports{DB: a.DB, Log: a.Log, Metrics: a.Metrics, People: a.Identity, Jobs: a.Jobs, Audit: a.Audit, Hub: a.Hub,
		Slog: a.Slog, Dir: filepath.Join(a.Config.Data, "exports")}
	a.Exports.Handlers(a.Jobs)

	a.Reports = &reporting.Reports{DB: a.DB, Boards: a.Boards, People: a.Identity, Mail: a.Mail, Jobs: a.Jobs, Audit: a.Audit, Hub: a.Hub,
		Slog: a.Slog, Public: a.Config.address()}
	a.Reports.Handlers(a.Jobs)
}
