package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Config is everything that can be set. It is read from DIR/touchstone.toml, then the environment (TOUCHSTONE_…), then flags;
// the later wins. A wrong value is refused by name.
type Config struct {
	Data           string   `toml:"-"`
	Listen         string   `toml:"listen"`
	PublicURL      string   `toml:"public_url"`
	Database       string   `toml:"database"`
	TrustedProxies []string `toml:"trusted_proxies"`
	LogLevel       string   `toml:"log_level"`
	AnalyticsMB    int      `toml:"analytics_mb"`
	Workers        int      `toml:"workers"`
	ImportRoot     string   `toml:"import_root"` // below it administrators may have folders watched for files
	MailServer     string   `toml:"mail_server"`
	MailFrom       string   `toml:"mail_from"`
	MailUser       string   `toml:"mail_user"`
	MailPassword   string   `toml:"mail_password"`
	MailTLS        string   `toml:"mail_tls"`

	proxies []netip.Prefix
}

// Defaults are what holds where nothing is set.
func Defaults() Config {
	return Config{Listen: "127.0.0.1:8080", LogLevel: "info", AnalyticsMB: 1024, Workers: 4, MailTLS: "starttls"}
}

// Load reads the file and the environment over the defaults.
func Load(dir string, env func(string) (string, bool)) (Config, error) {
	c := Defaults()
	c.Data = dir
	file := filepath.Join(dir, "touchstone.toml")
	meta, err := toml.DecodeFile(file, &c)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return c, fmt.Errorf("%s: there is no setting %q", file, unknown[0].String())
	}
	for name, set := range c.settings() {
		if v, ok := env("TOUCHSTONE_" + strings.ToUpper(name)); ok {
			if err := set(v); err != nil {
				return c, fmt.Errorf("TOUCHSTONE_%s: %w", strings.ToUpper(name), err)
			}
		}
	}
	return c, nil
}

func (c *Config) settings() map[string]func(string) error {
	text := func(to *string) func(string) error { return func(v string) error { *to = v; return nil } }
	number := func(to *int) func(string) error {
		return func(v string) (err error) {
			if *to, err = strconv.Atoi(v); err != nil {
				return fmt.Errorf("%q isn't a whole number", v)
			}
			return nil
		}
	}
	return map[string]func(string) error{
		"listen": text(&c.Listen), "public_url": text(&c.PublicURL), "database": text(&c.Database), "log_level": text(&c.LogLevel),
		"mail_server": text(&c.MailServer), "mail_from": text(&c.MailFrom), "mail_user": text(&c.MailUser),
		"mail_password": text(&c.MailPassword), "mail_tls": text(&c.MailTLS),
		"import_root": text(&c.ImportRoot), "analytics_mb": number(&c.AnalyticsMB), "workers": number(&c.Workers),
		"trusted_proxies": func(v string) error {
			c.TrustedProxies = strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
			return nil
		},
	}
}

// Validate refuses wrong values by name.
func (c *Config) Validate() error {
	if c.Data == "" {
		return errors.New("data: name the folder that holds everything, such as --data ./data")
	}
	_, port, err := net.SplitHostPort(c.Listen)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil {
		return fmt.Errorf("listen: %q isn't an address such as 127.0.0.1:8080", c.Listen)
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("public_url: %q isn't an address such as https://cx.example.org", c.PublicURL)
		}
		c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	}
	if c.Database != "" && !db.IsPostgres(c.Database) {
		return errors.New("database: give a postgres://… address, or nothing for the embedded database")
	}
	switch c.LogLevel {
	case "debug", "info", "warn", "error":
	default:
		return fmt.Errorf("log_level: %q isn't debug, info, warn or error", c.LogLevel)
	}
	if c.AnalyticsMB < 64 {
		return fmt.Errorf("analytics_mb: %d is below 64", c.AnalyticsMB)
	}
	if c.Workers < 1 || c.Workers > 64 {
		return fmt.Errorf("workers: %d is not within 1 and 64", c.Workers)
	}
	if _, err := c.mailSender(); err != nil {
		return err
	}
	if c.ImportRoot != "" {
		if info, err := os.Stat(c.ImportRoot); err != nil || !info.IsDir() || !filepath.IsAbs(c.ImportRoot) {
			return fmt.Errorf("import_root: %q isn't the whole path of a folder", c.ImportRoot)
		}
	}
	c.proxies = nil
	for _, p := range c.TrustedProxies {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			a, err2 := netip.ParseAddr(p)
			if err2 != nil {
				return fmt.Errorf("trusted_proxies: %q is neither an address nor a network such as 10.0.0.0/8", p)
			}
			prefix = netip.PrefixFrom(a, a.BitLen())
		}
		c.proxies = append(c.proxies, prefix)
	}
	return nil
}

func (c *Config) target() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "touchstone.db")
}

const stopWithin = 20 * time.Second

// address is where people reach the program, for links in e-mails; without public_url it is where it listens.
func (c *Config) address() string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	return "http://" + c.Listen
}
