-- Which signals were corrected, without reading the log for it.
create index signal_later on signal (org, target) where op <> 'put';
