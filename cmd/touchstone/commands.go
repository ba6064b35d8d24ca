package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app"
)

// with connects to the folder's server, or opens the folder, for the length of fn.
func (s settings) with(ctx context.Context, fn func(*app.Client) error) error {
	c, err := s.load()
	if err != nil {
		return err
	}
	cl, err := app.Connect(ctx, c, open(c))
	if err != nil {
		return err
	}
	return errors.Join(fn(cl), cl.Close())
}

func need(values map[string]string) error {
	for name, v := range values {
		if v == "" {
			return fmt.Errorf("--%s is needed; --help shows an example", name)
		}
	}
	return nil
}

func setup(ctx context.Context, args []string) error {
	f := flags("setup", "Make an organisation and its owner, without a browser. The password is read from standard input.",
		`echo "$PASSWORD" | touchstone setup --data ./data --organisation "Acme" --email a@example.org --password-stdin`)
	s := common(f)
	organisation := f.String("organisation", "", "its name, unique in this installation")
	email := f.String("email", "", "the owner's e-mail address")
	name := f.String("name", "", "the owner's name (default: from the address)")
	zone := f.String("zone", "UTC", "IANA time zone in which days are cut")
	stdin := f.Bool("password-stdin", false, "read the password from standard input (the only way)")
	if err := f.Parse(args); err != nil {
		return err
	}
	if err := need(map[string]string{"organisation": *organisation, "email": *email}); err != nil {
		return err
	}
	if !*stdin {
		return errors.New("--password-stdin is needed: a password on the command line would be seen by others")
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read password: %w", err)
	}
	return s.with(ctx, func(c *app.Client) error {
		var out struct{ ID string }
		err := c.Do(ctx, http.MethodPost, "/local/setup", "", app.JSON(map[string]string{"organisation": *organisation, "email": *email,
			"name": *name, "zone": *zone, "password": strings.TrimRight(line, "\r\n")}), &out)
		if err == nil {
			fmt.Println(out.ID)
		}
		return err
	})
}

func tokenCreate(ctx context.Context, args []string) error {
	f := flags("token create", "Make an API token. It is printed alone on standard output, this once.",
		`touchstone token create --data ./data --organisation "Acme" --name ci --role admin`)
	s := common(f)
	organisation := f.String("organisation", "", "name of the organisation")
	name := f.String("name", "", "what the token is for")
	role := f.String("role", "manager", "owner, admin, manager, analyst, supervisor, evaluator, agent, viewer or client")
	if err := f.Parse(args); err != nil {
		return err
	}
	if err := need(map[string]string{"organisation": *organisation, "name": *name}); err != nil {
		return err
	}
	return s.with(ctx, func(c *app.Client) error {
		var out struct{ Token string }
		err := c.Do(ctx, http.MethodPost, "/local/token", "", app.JSON(map[string]string{"organisation": *organisation, "name": *name, "role": *role}), &out)
		if err == nil {
			fmt.Println(out.Token)
		}
		return err
	})
}

func appoint(ctx context.Context, args []string) error {
	f := flags("operator", "Say which organisation runs the installation. It sees of the others what each grants it, and can add further ones.",
		`touchstone operator --data ./data --organisation "Acme Outsourcing"`)
	s := common(f)
	organisation := f.String("organisation", "", "name of the organisation")
	none := f.Bool("none", false, "nobody does any more")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *none == (*organisation != "") {
		return errors.New("name the organisation with --organisation, or say --none")
	}
	return s.with(ctx, func(c *app.Client) error {
		return c.Do(ctx, http.MethodPost, "/local/operator", "", app.JSON(map[string]string{"organisation": *organisation}), nil)
	})
}

func rebuild(ctx context.Context, args []string) error {
	f := flags("analytics rebuild", "Project the log into analytics anew. Nothing is lost: the log is the record.",
		`touchstone analytics rebuild --data ./data`)
	s := common(f)
	organisation := f.String("organisation", "", "only this one (default: all)")
	if err := f.Parse(args); err != nil {
		return err
	}
	return s.with(ctx, func(c *app.Client) error {
		out := map[string]int64{}
		if err := c.Do(ctx, http.MethodPost, "/local/rebuild", "", app.JSON(map[string]string{"organisation": *organisation}), &out); err != nil {
			return err
		}
		for name, at := range out {
			fmt.Printf("%s: rebuilt to entry %d of the log\n", name, at)
		}
		return nil
	})
}

// importState is what the command needs of an import.
type importState struct {
	ID                                         string
	State                                      string
	Error                                      string
	Rows, Done, Accepted, Rejected, Duplicates int64
	LeftOut                                    map[string]map[string]int64 `json:"left_out"`
}

func importFile(ctx context.Context, args []string) error {
	f := flags("import", "Bring a file of signals in: CSV, Excel (.xlsx) or NDJSON. Importing the same file again doubles nothing.",
		`touchstone import --data ./data --organisation "Acme" --mapping "Lounge answers" reviews.xlsx`)
	s := common(f)
	organisation := f.String("organisation", "", "name of the organisation")
	mapping := f.String("mapping", "", "JSON file that says which column is what, or the name of a saved mapping (default: the saved one that fits)")
	sheet := f.String("sheet", "", "name of the sheet, of a workbook (default: the first with rows)")
	replace := f.String("replace", "", "id of an earlier import of this file to undo first")
	open := f.Bool("open-cases", false, "let alert rules open cases for these signals")
	rejected := f.String("rejected", "", "where to write rejected rows (default: beside the file, .rejected.csv)")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		return errors.New("name one file to import; --help shows an example")
	}
	if err := need(map[string]string{"organisation": *organisation}); err != nil {
		return err
	}
	if *rejected == "" {
		*rejected = strings.TrimSuffix(f.Arg(0), filepath.Ext(f.Arg(0))) + ".rejected.csv"
	}
	return s.with(ctx, func(c *app.Client) error {
		do := func(method, path string, body io.Reader, out any) error {
			return c.Do(ctx, method, "/api/v1"+path, *organisation, body, out)
		}
		up, err := sendFile(do, f.Arg(0), *sheet)
		if err != nil {
			return err
		}
		ask, err := chooseMapping(do, up, *mapping)
		if err != nil {
			return err
		}
		ask["upload"], ask["open_cases"] = up.Upload, *open
		if *replace != "" {
			ask["replace"] = *replace
		}
		var st importState
		if err := do(http.MethodPost, "/imports", app.JSON(ask), &st); err != nil {
			return err
		}
		if err := follow(ctx, do, &st); err != nil {
			return err
		}
		return report(do, &st, *rejected)
	})
}

// follow waits for an import and shows on standard error how far it is.
func follow(ctx context.Context, do func(string, string, io.Reader, any) error, st *importState) error {
	for st.State == "waiting" || st.State == "running" || st.State == "undoing" {
		select {
		case <-ctx.Done():
			return fmt.Errorf("stopped watching; the import %s goes on in the server", st.ID)
		case <-time.After(100 * time.Millisecond):
		}
		if err := do(http.MethodGet, "/imports/"+st.ID, nil, st); err != nil {
			return err
		}
		if isTerminal(os.Stderr) {
			fmt.Fprintf(os.Stderr, "\r%d of %d rows", st.Done, st.Rows)
		}
	}
	if isTerminal(os.Stderr) {
		fmt.Fprint(os.Stderr, "\r\033[K")
	}
	if st.State != "done" {
		return fmt.Errorf("the import %s ended as %s: %s", st.ID, st.State, st.Error)
	}
	return nil
}

func report(do func(string, string, io.Reader, any) error, st *importState, rejected string) error {
	fmt.Printf("accepted %d\nrejected %d\nduplicates %d\n", st.Accepted, st.Rejected, st.Duplicates)
	for measure, reasons := range st.LeftOut {
		if n := reasons["out_of_scale"]; n > 0 {
			fmt.Printf("dropped %d values of %s out of scale\n", n, measure)
		}
	}
	if st.Rejected == 0 {
		return nil
	}
	out, err := os.Create(rejected) //nolint:gosec // named by the person at the command line
	if err != nil {
		return err
	}
	if err := do(http.MethodGet, "/imports/"+st.ID+"/rejected", nil, out); err != nil {
		return errors.Join(err, out.Close())
	}
	fmt.Println("rejected rows with their reasons: " + rejected)
	return out.Close()
}

func isTerminal(f *os.File) bool {
	i, err := f.Stat()
	return err == nil && i.Mode()&os.ModeCharDevice != 0
}
