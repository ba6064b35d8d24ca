package exporting

import (
	"fmt"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"
)

// groupRows are the rows of one row group, which is what stays in memory.
const groupRows = 50_000

type parquetSheet struct {
	out     *parquet.GenericWriter[any]
	columns []column
	rows    []parquet.Row
	values  [][]parquet.Value
	n       int
}

const parquetBatch = 256

// newParquet makes the schema of the columns: every value is optional, texts that repeat go by a dictionary.
func newParquet(w io.Writer, columns []column, a about) (*parquetSheet, error) {
	fields := make([]reflect.StructField, len(columns))
	for i, c := range columns {
		t, tag := reflect.TypeFor[*string](), c.name+",optional,snappy"
		switch c.kind {
		case number:
			t = reflect.TypeFor[*float64]()
		case count:
			t = reflect.TypeFor[*int64]()
		case truth:
			t = reflect.TypeFor[*bool]()
		case text:
			tag += ",dict"
		}
		fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: t, Tag: reflect.StructTag(fmt.Sprintf(`parquet:%q`, tag))}
	}
	schema := parquet.NewSchema("export", parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface()))
	options := []parquet.WriterOption{schema, parquet.MaxRowsPerRowGroup(groupRows), parquet.CreatedBy("Touchstone", "", "")}
	for _, kv := range a {
		options = append(options, parquet.KeyValueMetadata(kv[0], kv[1]))
	}
	s := &parquetSheet{out: parquet.NewGenericWriter[any](w, options...), columns: columns}
	s.rows, s.values = make([]parquet.Row, parquetBatch), make([][]parquet.Value, parquetBatch)
	for i := range s.values {
		s.values[i] = make([]parquet.Value, len(columns))
	}
	return s, nil
}

func (s *parquetSheet) row(cells []cell) error {
	into := s.values[s.n]
	for i, c := range cells {
		v := parquet.NullValue()
		level := 0
		if c.set {
			level = 1
			switch s.columns[i].kind {
			case number:
				v = parquet.DoubleValue(c.f)
			case count:
				v = parquet.Int64Value(int64(c.f))
			case truth:
				v = parquet.BooleanValue(c.f != 0)
			default:
				v = parquet.ByteArrayValue([]byte(c.s))
			}
		}
		into[i] = v.Level(0, level, i)
	}
	s.rows[s.n] = into
	if s.n++; s.n == parquetBatch {
		return s.flush()
	}
	return nil
}

func (s *parquetSheet) flush() error {
	_, err := s.out.WriteRows(s.rows[:s.n])
	s.n = 0
	return err
}

func (s *parquetSheet) close() error {
	if err := s.flush(); err != nil {
		return err
	}
	return s.out.Close()
}

func (s *parquetSheet) drop() {}
