package analytics

import "time"

// Calendar places a moment (µs UTC) in the calendar of a zone: Fact.Day, Fact.Week and Fact.Month. ISO 8601: weeks begin on
// Monday.
func Calendar(at int64, zone *time.Location) (day, week, month int32) {
	t := time.UnixMicro(at).In(zone)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	days := floorDiv(midnight.Unix(), 24*3600)
	sinceMonday := (int64(t.Weekday()) + 6) % 7
	months := int64(t.Year()-1970)*12 + int64(t.Month()-time.January)
	return int32(days), int32(days - sinceMonday), int32(months) //nolint:gosec // years, not aeons
}

// floorDiv rounds down, as the engines' Divide must: before 1970 too a quarter has three months.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
