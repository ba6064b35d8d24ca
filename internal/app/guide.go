package app

import "github.com/touchstone-cx/touchstone/internal/setup"

// guide makes the guided set-up, and tells it who else may point at what it made.
func (a *App) guide() {
	a.Guide = &setup.Guide{DB: a.DB, People: a.Identity, Points: a.Points, Metrics: a.Metrics, Log: a.Log, Surveys: a.Surveys,
		Expectations: a.Expectations, Cases: a.Cases, Promises: a.Promises, Audit: a.Audit, Hub: a.Hub}
	a.Guide.PointMentions = []setup.Mention{a.Surveys.MentionsTouchPoint, a.Cases.MentionsTouchPoint, a.Expectations.MentionsTouchPoint, a.Boards.Mentions,
		a.Promises.MentionsTouchPoint, a.Moments.MentionsTouchPoint, a.Areas.MentionsTouchPoint}
	a.Guide.UnitMentions = []setup.Mention{a.Staff.MentionsUnit, a.Metrics.MentionsUnit, a.Cases.MentionsUnit, a.Replies.MentionsUnit,
		a.Operator.MentionsUnit, a.Boards.Mentions, a.Promises.MentionsUnit, a.Moments.MentionsUnit}
	a.Guide.SurveyMentions = []setup.Mention{a.Replies.MentionsSurvey}
	a.Guide.RuleMentions = []setup.Mention{a.Praise.MentionsRule}
}
