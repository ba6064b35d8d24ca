-- {"Measure":{"What":"count","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select count(*)
from fact as f
where f.org = $1
limit 100001
-- [acme]

-- {"Measure":{"What":"sums","Metric":1,"Other":0,"Above":9000,"Below":6000,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.touch, f.month, count(f.m1), coalesce(cast(sum(f.m1) as bigint), 0), coalesce(cast(sum((f.m1 * f.m1) >> 32) as bigint), 0), coalesce(cast(sum((f.m1 * f.m1) & 4294967295) as bigint), 0), count(case when f.m1 >= cast($2 as bigint) then 1 end), count(case when f.m1 <= cast($3 as bigint) then 1 end), count(case when coalesce(f.x1, 0) = 2 then 1 end), count(case when coalesce(f.x1, 0) = 3 then 1 end), count(case when coalesce(f.x1, 0) = 4 then 1 end)
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) <> 0
group by 1, 2
order by 1, 2
limit 100001
-- [acme 9000 6000]

-- {"Measure":{"What":"shares","Metric":1,"Other":0,"Above":9000,"Below":6000,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.touch, f.month, count(f.m1), count(case when f.m1 >= cast($2 as bigint) then 1 end), count(case when f.m1 <= cast($3 as bigint) then 1 end), count(case when coalesce(f.x1, 0) = 2 then 1 end), count(case when coalesce(f.x1, 0) = 3 then 1 end), count(case when coalesce(f.x1, 0) = 4 then 1 end)
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) <> 0
group by 1, 2
order by 1, 2
limit 100001
-- [acme 9000 6000]

-- {"Measure":{"What":"sums","Metric":2,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"unit","Slot":0,"Roll":{"2":2,"4":2,"5":2}},{"Dim":"quarter","Slot":0,"Roll":null}],"Where":[{"Dim":"attribute","Slot":3,"Op":"in","Codes":[7,8],"Metric":0,"Low":0,"High":0,"States":null},{"Dim":"channel","Slot":0,"Op":"not_in","Codes":[1],"Metric":0,"Low":0,"High":0,"States":null},{"Dim":"year","Slot":0,"Op":"between","Codes":[2025,2026],"Metric":0,"Low":0,"High":0,"States":null},{"Dim":"","Slot":0,"Op":"","Codes":null,"Metric":1,"Low":0,"High":6000,"States":null},{"Dim":"","Slot":0,"Op":"","Codes":null,"Metric":4,"Low":0,"High":0,"States":"AAI="}],"Scope":[2,4,5],"From":1000000,"To":2000000,"Limit":100000,"Before":null}
select r0.shown, ((f.month + 3000000) / 3 - 1000000), count(f.m2), coalesce(cast(sum(f.m2) as bigint), 0), coalesce(cast(sum((f.m2 * f.m2) >> 32) as bigint), 0), coalesce(cast(sum((f.m2 * f.m2) & 4294967295) as bigint), 0), count(case when f.m2 >= cast($4 as bigint) then 1 end), count(case when f.m2 <= cast($5 as bigint) then 1 end), count(case when coalesce(f.x2, 0) = 2 then 1 end), count(case when coalesce(f.x2, 0) = 3 then 1 end), count(case when coalesce(f.x2, 0) = 4 then 1 end)
from fact as f
join (select * from unnest(cast($2 as bigint[]), cast($3 as bigint[])) as p(code, shown)) as r0 on r0.code = f.unit
where f.org = $1
  and coalesce(f.x2, 0) <> 0
  and f.at >= cast($6 as bigint)
  and f.at < cast($7 as bigint)
  and f.unit = any(cast($8 as bigint[]))
  and coalesce(f.a3, 0) = any(cast($9 as bigint[]))
  and not (f.channel = any(cast($10 as bigint[])))
  and ((f.month + 12000000) / 12 - 1000000) + 1970 between cast($11 as bigint) and cast($12 as bigint)
  and (coalesce(f.x1, 0) = 1 and f.m1 between cast($13 as bigint) and cast($14 as bigint))
  and coalesce(f.x4, 0) in (0, 2)
group by 1, 2
order by 1, 2
limit 100001
-- [acme {2,4,5} {2,2,2} 0 0 1000000 2000000 {2,4,5} {7,8} {1} 2025 2026 0 6000]

-- {"Measure":{"What":"distribution","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"week","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.week, f.m1, count(*)
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) = 1
group by 1, 2
order by 1, 2
limit 100001
-- [acme]

-- {"Measure":{"What":"percentiles","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":[500,900],"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":10,"Before":null}
with counted as (
select f.touch as k0, f.month as k1, f.m1 as v, count(*) as c
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) = 1
group by 1, 2, 3
), added as (
select k0, k1, v, cast(sum(c) over (partition by k0, k1 order by v) as bigint) as upto, cast(sum(c) over (partition by k0, k1) as bigint) as n
from counted
)
select k0, k1, coalesce(max(n), 0), coalesce(min(case when upto * 1000 >= n * cast($2 as bigint) then v end), 0), coalesce(min(case when upto * 1000 >= n * cast($3 as bigint) then v end), 0)
from added
group by 1, 2
order by 1, 2
limit 11
-- [acme 500 900]

-- {"Measure":{"What":"percentiles","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":[500],"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
with counted as (
select f.m1 as v, count(*) as c
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) = 1
group by 1
), added as (
select v, cast(sum(c) over (order by v) as bigint) as upto, cast(sum(c) over () as bigint) as n
from counted
)
select coalesce(max(n), 0), coalesce(min(case when upto * 1000 >= n * cast($2 as bigint) then v end), 0)
from added
limit 100001
-- [acme 500]

-- {"Measure":{"What":"medians","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":null,"Spread":3842,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
with counted as (
select f.touch as k0, f.month as k1, coalesce(f.x1, 0) as x, f.m1 as v, count(*) as c
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) <> 0
group by 1, 2, 3, 4
), added as (
select k0, k1, x, v, c, cast(sum(case when x = 1 then c else 0 end) over (partition by k0, k1 order by v) as bigint) as upto, cast(sum(case when x = 1 then c else 0 end) over (partition by k0, k1) as bigint) as n
from counted
)
select k0, k1, coalesce(max(n), 0), coalesce(min(case when x = 1 and not (n - 1 - 2 * upto >= 0 and (n - 1 - 2 * upto) * (n - 1 - 2 * upto) * 1000 >= cast($2 as bigint) * n) then v end), 0), coalesce(min(case when x = 1 and 2 * upto >= n then v end), 0), coalesce(min(case when x = 1 and 2 * upto > n then v end), 0), coalesce(min(case when x = 1 and 2 * upto - n - 1 >= 0 and (2 * upto - n - 1) * (2 * upto - n - 1) * 1000 >= cast($2 as bigint) * n then v end), 0), coalesce(cast(sum(case when x = 2 then c end) as bigint), 0), coalesce(cast(sum(case when x = 3 then c end) as bigint), 0), coalesce(cast(sum(case when x = 4 then c end) as bigint), 0)
from added
group by 1, 2
order by 1, 2
limit 100001
-- [acme 3842]

-- {"Measure":{"What":"medians","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":null,"Spread":3842,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
with counted as (
select coalesce(f.x1, 0) as x, f.m1 as v, count(*) as c
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) <> 0
group by 1, 2
), added as (
select x, v, c, cast(sum(case when x = 1 then c else 0 end) over (order by v) as bigint) as upto, cast(sum(case when x = 1 then c else 0 end) over () as bigint) as n
from counted
)
select coalesce(max(n), 0), coalesce(min(case when x = 1 and not (n - 1 - 2 * upto >= 0 and (n - 1 - 2 * upto) * (n - 1 - 2 * upto) * 1000 >= cast($2 as bigint) * n) then v end), 0), coalesce(min(case when x = 1 and 2 * upto >= n then v end), 0), coalesce(min(case when x = 1 and 2 * upto > n then v end), 0), coalesce(min(case when x = 1 and 2 * upto - n - 1 >= 0 and (2 * upto - n - 1) * (2 * upto - n - 1) * 1000 >= cast($2 as bigint) * n then v end), 0), coalesce(cast(sum(case when x = 2 then c end) as bigint), 0), coalesce(cast(sum(case when x = 3 then c end) as bigint), 0), coalesce(cast(sum(case when x = 4 then c end) as bigint), 0)
from added
limit 100001
-- [acme 3842]

-- {"Measure":{"What":"correlation","Metric":1,"Other":2,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"attribute","Slot":1,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select coalesce(f.a1, 0), count(*), coalesce(cast(sum(f.m1) as bigint), 0), coalesce(cast(sum((f.m1 * f.m1) >> 32) as bigint), 0), coalesce(cast(sum((f.m1 * f.m1) & 4294967295) as bigint), 0), coalesce(cast(sum(f.m2) as bigint), 0), coalesce(cast(sum((f.m2 * f.m2) >> 32) as bigint), 0), coalesce(cast(sum((f.m2 * f.m2) & 4294967295) as bigint), 0), coalesce(cast(sum((f.m1 * f.m2) >> 32) as bigint), 0), coalesce(cast(sum((f.m1 * f.m2) & 4294967295) as bigint), 0)
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) = 1
  and coalesce(f.x2, 0) = 1
group by 1
order by 1
limit 100001
-- [acme]

-- {"Measure":{"What":"crosses","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null},"Columns":[{"Metric":1},{"Metric":2},{"Metric":2,"Part":"low","Limit":2000}]},"By":[{"Dim":"block","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select k0, count(*), coalesce(cast(sum(c0) as bigint), 0), coalesce(cast(sum(c1) as bigint), 0), coalesce(cast(sum(c2) as bigint), 0), coalesce(cast(sum((c0 * c0) >> 32) as bigint), 0), coalesce(cast(sum((c0 * c0) & 4294967295) as bigint), 0), coalesce(cast(sum((c0 * c1) >> 32) as bigint), 0), coalesce(cast(sum((c0 * c1) & 4294967295) as bigint), 0), coalesce(cast(sum(c0 * c2) as bigint), 0), coalesce(cast(sum((c1 * c1) >> 32) as bigint), 0), coalesce(cast(sum((c1 * c1) & 4294967295) as bigint), 0), coalesce(cast(sum(c1 * c2) as bigint), 0), coalesce(cast(sum(c2 * c2) as bigint), 0)
from (
select ((((((case when f.client <> 0 then cast(f.client as bigint) * 2 else f.signal * 2 + 1 end) % 2147483647 * 48271 % 2147483647) & 65535) * 32768) + (((case when f.client <> 0 then cast(f.client as bigint) * 2 else f.signal * 2 + 1 end) % 2147483647 * 48271 % 2147483647) >> 16)) % 2147483647 * 69621 % 2147483647 % 1000) as k0, f.m1 as c0, f.m2 as c1, case when f.m2 <= cast($2 as bigint) then 1 when f.m2 > cast($2 as bigint) then 0 end as c2
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) = 1
  and coalesce(f.x2, 0) = 1
) as g
group by 1
order by 1
limit 100001
-- [acme 2000]

-- {"Measure":{"What":"crosses","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null},"Columns":[{"Metric":1},{"Metric":2}],"Pairwise":true},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select count(*), count(c0), coalesce(cast(sum(c0) as bigint), 0), coalesce(cast(sum(c0) as bigint), 0), coalesce(cast(sum((c0 * c0) >> 32) as bigint), 0), coalesce(cast(sum((c0 * c0) & 4294967295) as bigint), 0), coalesce(cast(sum((c0 * c0) >> 32) as bigint), 0), coalesce(cast(sum((c0 * c0) & 4294967295) as bigint), 0), coalesce(cast(sum((c0 * c0) >> 32) as bigint), 0), coalesce(cast(sum((c0 * c0) & 4294967295) as bigint), 0), count(case when c0 is not null and c1 is not null then c0 end), coalesce(cast(sum(case when c0 is not null and c1 is not null then c0 end) as bigint), 0), coalesce(cast(sum(case when c0 is not null and c1 is not null then c1 end) as bigint), 0), coalesce(cast(sum((case when c0 is not null and c1 is not null then c0 * c0 end) >> 32) as bigint), 0), coalesce(cast(sum((case when c0 is not null and c1 is not null then c0 * c0 end) & 4294967295) as bigint), 0), coalesce(cast(sum((case when c0 is not null and c1 is not null then c1 * c1 end) >> 32) as bigint), 0), coalesce(cast(sum((case when c0 is not null and c1 is not null then c1 * c1 end) & 4294967295) as bigint), 0), coalesce(cast(sum((case when c0 is not null and c1 is not null then c0 * c1 end) >> 32) as bigint), 0), coalesce(cast(sum((case when c0 is not null and c1 is not null then c0 * c1 end) & 4294967295) as bigint), 0), count(c1), coalesce(cast(sum(c1) as bigint), 0), coalesce(cast(sum(c1) as bigint), 0), coalesce(cast(sum((c1 * c1) >> 32) as bigint), 0), coalesce(cast(sum((c1 * c1) & 4294967295) as bigint), 0), coalesce(cast(sum((c1 * c1) >> 32) as bigint), 0), coalesce(cast(sum((c1 * c1) & 4294967295) as bigint), 0), coalesce(cast(sum((c1 * c1) >> 32) as bigint), 0), coalesce(cast(sum((c1 * c1) & 4294967295) as bigint), 0)
from (
select f.m1 as c0, f.m2 as c1
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) = 1
) as g
limit 100001
-- [acme]

-- {"Measure":{"What":"together","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null},"Columns":[{"Metric":2},{"Metric":3}]},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select count(*), count(f.m2), count(f.m3)
from fact as f
where f.org = $1
  and coalesce(f.x1, 0) = 1
limit 100001
-- [acme]

-- {"Measure":{"What":"distinct","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"unit","Slot":0,"Roll":{"2":2,"4":2,"5":2}}},"By":[{"Dim":"comment","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.comment, count(distinct nullif(r0.shown, 0))
from fact as f
left join (select * from unnest(cast($2 as bigint[]), cast($3 as bigint[])) as p(code, shown)) as r0 on r0.code = f.unit
where f.org = $1
group by 1
order by 1
limit 100001
-- [acme {2,4,5} {2,2,2}]

-- {"Measure":{"What":"signals","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":50,"Before":{"At":1700000000000000,"Signal":42}}
select f.at, f.signal
from fact as f
where f.org = $1
  and f.at <= cast($2 as bigint)
  and (f.at < cast($2 as bigint) or f.signal < cast($3 as bigint))
order by 1 desc, 2 desc
limit 51
-- [acme 1700000000000000 42]

