package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app"
)

func load(t *testing.T, text string, env map[string]string) (app.Config, error) {
	t.Helper()
	dir := t.TempDir()
	if text != "" {
		if err := os.WriteFile(filepath.Join(dir, "touchstone.toml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := app.Load(dir, func(k string) (string, bool) { v, ok := env[k]; return v, ok })
	if err == nil {
		err = c.Validate()
	}
	return c, err
}

func TestWrongSettingsAreRefusedByName(t *testing.T) {
	t.Parallel()
	for text, name := range map[string]string{
		`listen = "nowhere"`:                             "listen",
		`listen = "127.0.0.1:99999"`:                     "listen",
		`listen = "127.0.0.1:"`:                          "listen",
		`public_url = "cx.example.org"`:                  "public_url",
		`public_url = "ftp://cx.example.org"`:            "public_url",
		`public_url = "https://"`:                        "public_url",
		`public_url = "https://cx.example.org/?a=1"`:     "public_url",
		`database = "mysql://localhost"`:                 "database",
		`log_level = "loud"`:                             "log_level",
		`analytics_mb = 10`:                              "analytics_mb",
		`workers = 0`:                                    "workers",
		`workers = 65`:                                   "workers",
		`workers = "four"`:                               "workers",
		`trusted_proxies = ["10.0.0.0/8", "the-office"]`: "trusted_proxies",
		`trusted_proxies = ["10.0.0.0/40"]`:              "trusted_proxies",
		`colour = "red"`:                                 "colour",
		`data = "/elsewhere"`:                            "data",
		"[server]\nlisten = \"127.0.0.1:80\"":            "server",
		`listen = `:                                      "touchstone.toml",
	} {
		if _, err := load(t, text, nil); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for k, v := range map[string]string{"TOUCHSTONE_WORKERS": "many", "TOUCHSTONE_ANALYTICS_MB": "1.5", "TOUCHSTONE_LISTEN": "x", "TOUCHSTONE_TRUSTED_PROXIES": "a,b",
		"TOUCHSTONE_LOG_LEVEL": "", "TOUCHSTONE_PUBLIC_URL": "x", "TOUCHSTONE_DATABASE": "x"} {
		name := strings.ToLower(strings.TrimPrefix(k, "TOUCHSTONE_"))
		if _, err := load(t, "", map[string]string{k: v}); err == nil || !strings.Contains(strings.ToLower(err.Error()), name) {
			t.Errorf("%s=%s: %v", k, v, err)
		}
	}
	if err := (&app.Config{}).Validate(); err == nil || !strings.Contains(err.Error(), "data") {
		t.Errorf("no folder: %v", err)
	}
}

func TestTheEnvironmentWinsOverTheFileAndTheFileOverDefaults(t *testing.T) {
	t.Parallel()
	c, err := load(t, "listen = \"127.0.0.1:1111\"\nworkers = 7\npublic_url = \"https://cx.example.org/\"\ntrusted_proxies = [\"10.0.0.1\"]", map[string]string{
		"TOUCHSTONE_WORKERS": "9", "TOUCHSTONE_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:1111" || c.Workers != 9 || c.LogLevel != "info" || c.AnalyticsMB != 1024 || c.PublicURL != "https://cx.example.org" ||
		len(c.TrustedProxies) != 2 {
		t.Errorf("%+v", c)
	}
	if c, err = load(t, "", nil); err != nil || c.Listen != "127.0.0.1:8080" {
		t.Errorf("defaults: %+v %v", c, err)
	}
}
