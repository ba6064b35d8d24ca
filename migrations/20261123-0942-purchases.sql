-- A slimmer index: a customer's purchases of one moment are few, and sorted where they are read.
drop index purchase_of;
create index purchase_of on purchase (org, customer, at);
