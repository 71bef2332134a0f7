select
    cast(day as date) as date_day,
    cast(year(day) as integer) as year,
    cast(quarter(day) as integer) as quarter,
    cast(month(day) as integer) as month,
    cast(weekofyear(day) as integer) as iso_week
from generate_series(timestamp '1990-01-01', timestamp '2050-12-31', interval 1 day) as days(day)
