package importing

import "github.com/touchstone-cx/touchstone/internal/problem"

func errEmpty() error {
	return problem.At("body", "file_empty", "The file is empty.")
}

func errNoRows() error {
	return problem.At("body", "file_without_rows", "The file has a header and no rows below it.")
}

func errHeader(reason string) error {
	return problem.At("body", "header_broken", "The first row should name the columns, and can't be read. %s", reason).
		With(problem.Args{"reason": reason})
}

func errColumns(n int) error {
	return problem.At("body", "too_many_columns", "The file has %d columns; at most %d can be read.", n, maxColumns).
		With(problem.Args{"columns": n, "max": maxColumns})
}

func errWholeJSON() error {
	return problem.At("body", "json_in_one_piece", "This is JSON in one piece. Send one object a line (NDJSON), without a list around them.")
}

func errBinary() error {
	return problem.At("body", "file_not_text", "This isn't a text file. Send CSV, NDJSON or an Excel workbook (.xlsx).")
}

func noUpload(hash string) error {
	return problem.At("body.upload", "upload_unknown", "There is no upload %q. Send the file first.", brief(hash))
}

func noImport(id ID) error {
	return problem.New(problem.NotFound, "import_unknown", "There is no import %s.", brief(string(id)))
}

func brief(s string) string {
	if len(s) > 60 {
		s = s[:57]
		for len(s) > 0 && s[len(s)-1]&0xC0 == 0x80 {
			s = s[:len(s)-1]
		}
		return s[:max(0, len(s)-1)] + "…"
	}
	return s
}
