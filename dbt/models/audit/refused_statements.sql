select statement_id, document_id, frame, property, value, reason
from {{ ref("int_refused_statements") }}
