# Screens made from metadata: failures, fields, forms, filters, boards, details, actions
undo = Undo
fail-title = This could not be loaded
fail-retry = Try again
fail-network = The server cannot be reached. Check your connection and try again.
fail-other = The server cannot do this right now. Try again in a moment.
fail-busy = That was too often in a short time. Try again in a moment.
fail-invalid = Something in the form is not right. Check it and try again.
fail-outdated = Somebody else changed this record. It shows their version now; please repeat your change.
fail-forbidden = Not allowed
fail-forbidden-text = You do not have permission for this. Ask an administrator if you need it.
fail-missing = Nothing here
fail-missing-text = It was deleted, or you may not see it.
field-yes = Yes
field-no = No
field-given-on-save = Given when saved
form-save = Save
form-save-and-new = Save and new
form-cancel = Cancel
form-create-object = New { $object }
form-edit-title = Edit { $name }
form-created = { $object } created
form-saved = Saved
form-problems = { $count ->
    [one] { $count } field needs attention
   *[other] { $count } fields need attention
  }
form-duplicates = { $count ->
    [one] { $count } possible duplicate:
   *[other] { $count } possible duplicates:
  }
form-unsaved-title = Discard what you entered?
form-unsaved-text = What you entered is not saved and will be lost.
form-unsaved-question = What you entered is not saved. Leave the page?
form-discard = Discard
filter-title = Filter
filter-add = Add condition
filter-add-group = Add group
filter-clear = Clear all
filter-remove = Delete
filter-mode = How conditions combine
filter-all = All of these
filter-any = Any of these
filter-or = or
filter-field = Field
filter-operator = Operator
filter-value = Value
filter-group = { $count ->
    [one] Group of { $count } condition
   *[other] Group of { $count } conditions
  }
filter-other = Custom condition
filter-gone = This field does not exist any more
filter-me = Me
filter-my-departments = My departments
filter-is = is
filter-is-not = is not
filter-equals = equals
filter-differs = is not
filter-contains = contains
filter-starts = starts with
filter-less = is less than
filter-at-most = is at most
filter-more = is more than
filter-at-least = is at least
filter-before = is before
filter-until = is on or before
filter-after = is after
filter-since = is on or after
filter-between = is between
filter-within = is in
filter-empty = is empty
filter-filled = is not empty
period-today = today
period-yesterday = yesterday
period-tomorrow = tomorrow
period-this-week = this week
period-last-week = last week
period-next-week = next week
period-this-month = this month
period-last-month = last month
period-next-month = next month
period-this-quarter = this quarter
period-last-quarter = last quarter
period-next-quarter = next quarter
period-this-year = this year
period-last-year = last year
period-next-year = next year
period-last-days = { $count ->
    [one] the last day
   *[other] the last { $count } days
  }
period-next-days = { $count ->
    [one] the next day
   *[other] the next { $count } days
  }
kanban-move = Move { $name }
kanban-move-to = Move to
kanban-more = { $count } more: filter to see them
calendar-more = { $count } more
calendar-none = No records in these weeks
details-system = System
details-edit = Edit { $field }
action-on-many = { $action } ({ $count })
action-question = { $action } now?
action-done = { $action }: done
action-done-many = { $action }: { $count } done
action-refused = { $done } done, { $refused } refused: { $why }
field-range-presets = Common ranges
field-duration-example = Such as 1h 30m or 1:30
field-tags-hint = Type and press Enter
field-address-region = Province / city / district
field-address-detail = Street address
field-address-postcode = Postcode
field-unnamed = Record without a name
field-json-fault = Not JSON at line { $line }, column { $column }
field-secret-set = Set
field-secret-kept = Set: type to replace it
field-secret-removed = Will be removed
field-secret-remove = Remove what is kept
field-secret-show = Show
field-file = File
field-files-count = { $count ->
    [one] { $count } file
   *[other] { $count } files
  }
field-file-sending = Uploading { $name }
field-file-waiting = Files are still being uploaded
field-file-most-mb = up to { $most } MB each
field-file-most-count = { $most ->
    [one] one file
   *[other] up to { $most } files
  }
field-file-full = { $most ->
    [one] Only one file
   *[other] At most { $most } files
  }
field-file-ending = This kind of file is not taken
field-file-empty = The file is empty
field-file-too-large = Larger than { $most } MB
form-parts = Parts of the form
lines-count = { $count ->
    [one] { $count } line
   *[other] { $count } lines
  }
lines-line = Line { $number }
lines-add = Add a line
lines-none = No lines yet
lines-copy = Copy { $line }
lines-order = Order
lines-steps = Steps
lines-total = Total
lines-problems = { $count ->
    [one] { $count } entry in the lines needs attention
   *[other] { $count } entries in the lines need attention
  }
filter-has-any = has any of
filter-has-none = has none of
filter-in-place = is in
filter-not-in-place = is not in
filter-covers = covers the day
filter-overlaps = overlaps
