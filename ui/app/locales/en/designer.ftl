# The designer
designer-title = Designer
designer-objects = Objects
designer-own-objects = Your own objects
designer-new-object = New object
designer-create = Create
designer-icon = Icon
designer-field-count = { $count ->
    [one] { $count } field, { $added } of your own
   *[other] { $count } fields, { $added } of your own
  }
designer-unpublished = Not published
designer-draft = Draft
designer-changes = { $count ->
    [one] { $count } change in the draft is not published
   *[other] { $count } changes in the draft are not published
  }
designer-review = Review and publish
designer-publish = Publish
designer-published = Published: every form and list is up to date
designer-discard = Discard draft
designer-discard-title = Discard all changes of the draft?
designer-discard-text = Changes that are not published will be lost. What is published stays.
designer-discarded = Draft discarded
designer-nothing = Nothing to publish
designer-steps = { $count ->
    [one] Publishing takes { $count } step
   *[other] Publishing takes { $count } steps
  }
designer-warnings = Think of this first
designer-losses = This data will no longer be shown
designer-loss = { $count ->
    [one] { $what }: { $count } record
   *[other] { $what }: { $count } records
  }
designer-accept-losses = I understand, publish anyway
designer-comment = Comment
designer-comment-help = What changed and why, for whoever looks back.
designer-new-object-rights = Only administrators see a new object at first: give other roles their rights under Roles and permissions.
designer-versions = Versions
designer-version = Version { $version }
designer-shipped = As shipped
designer-current = Current
designer-roll-back = Roll back to this
designer-roll-back-title = Roll back to version { $version }?
designer-roll-back-text = A new version that equals it is published. The data of records stays.
designer-rolled-back = Rolled back
designer-palette = Kinds of field
designer-palette-help = Drag into the form, or click to add
designer-preview = Form preview
designer-drop-here = Drop fields here
designer-unplaced = Fields outside the layout
designer-own = Custom
designer-edit-field = Edit the field { $field }
designer-properties = Properties of the field
designer-choose-field = Choose a field
designer-choose-field-text = Click a field in the form to change it, or add one from the left.
designer-label-zh = Chinese label
designer-label-en = English label
designer-help-zh = Chinese help
designer-help-en = English help
designer-required = Required
designer-section = Section
designer-up = Move up
designer-down = Move down
designer-save-field = Save to draft
designer-retire = Retire field
designer-retire-title = Retire “{ $field }”?
designer-retire-text = Once published, the field is no longer shown. Its data stays, and rolling back brings it back.
setting-min-length = Least characters
setting-max-length = Most characters
setting-minimum = Minimum
setting-maximum = Maximum
setting-scale = Decimals
setting-picklist = Dictionary
setting-picklist-edit = Edit options
setting-picklist-new = New dictionary
setting-picklist-lacking = Choose a dictionary or make a new one
setting-object-lacking = Choose what it looks up
setting-object = Object looked up
setting-on-delete = When that record is deleted
setting-on-delete-set-null = Empty this field
setting-on-delete-restrict = Refuse the deletion
setting-on-delete-cascade = Delete this record as well
setting-pattern = Number pattern
setting-pattern-help = Such as HT-{"{"}YYYY{"}"}{"{"}MM{"}"}-{"{"}0000{"}"}
setting-reset = Counting begins again
setting-reset-never = Never
setting-reset-year = Each year
setting-reset-month = Each month
setting-unique = No two alike
setting-default = Default value
setting-mask = Masked as
setting-mask-help = People with the right to masked values see only a part.
setting-mask-none = Not masked
setting-mask-phone = Phone number
setting-mask-email = E-mail address
setting-mask-text = First character only
expression-insert = Insert
expression-field = Choose a field
expression-functions = Functions
expression-result = Gives { $found }
expression-wrong-type = Gives { $found }, but { $wanted } is needed here
expression-today = today
expression-now = the moment
expression-me = the person
expression-days-between = days from one day to another
expression-add-days = a day some days later
expression-add-months = a day some months later
expression-year = the year (also month, day, weekday)
expression-min = the smaller
expression-max = the larger
expression-contains = whether a text has another in it
expression-if = one or the other
expression-default = instead of no value
setting-group-conditions = Conditions
setting-group-keeping = Uniqueness and storage
setting-group-help = Help text
setting-required-never = Optional
setting-required-always = Required
setting-required-when = Depends
setting-required-condition = Required when
setting-visible = Shown only when a condition holds
setting-visible-condition = Shown when
setting-locked = Locked once a condition holds
setting-locked-condition = Locked when
setting-default-none = None
setting-default-value = Value
setting-default-expression = Expression
setting-default-help = Computed for a new record; people can change it.
setting-unique-with = Together with
setting-unique-with-help = No two records may have all of these alike.
setting-unique-alone = Alone
setting-indexed = Often filtered or sorted by (indexed)
setting-tracked = Changes are told in the history
setting-stars = Stars
setting-files-accept = Files taken
setting-files-help = By ending, such as pdf. Any when empty.
setting-files-any = Any
setting-files-pictures = PNG, JPEG, GIF, WebP
setting-files-mb = Largest
setting-files-count = Most files
setting-formula = Formula
setting-formula-help = Such as amount * 0.13. Computed anew when a field changes.
setting-result = Shown as
setting-result-auto = By itself
setting-rollup-relation = Records
setting-rollup-none = Nothing looks this object up yet, and it has no lines.
setting-rollup-function = How
setting-rollup-count = Count
setting-rollup-sum = Sum
setting-rollup-min = Smallest or earliest
setting-rollup-max = Largest or latest
setting-rollup-field = Of which field
setting-rollup-filter = Only records that
setting-mirror-lookup = Lookup
setting-mirror-none = Add a lookup to this object first.
setting-mirror-field = Field of that record
setting-lines = Columns
setting-lines-none = Add at least one column.
setting-lines-add = Add a column
setting-lines-most = Most lines
designer-retired = Retired
designer-references = { $count ->
    [one] { $count } place refers to what changes
   *[other] { $count } places refer to what changes
  }
designer-references-text = These refer to a field that is changed or retired. Mend them first.
designer-references-none = Nothing else refers to this field.
designer-mend = Mend
designer-mended = Mended
designer-mend-by-hand = To be changed by hand
designer-loss-rows = Download the rows
reference-view = List view
reference-layout = Layout
reference-formula = Formula
reference-rollup = Roll-up
reference-mirror = Mirror
reference-rule = Rule
reference-condition = Condition
reference-policy = Permission
reference-dashboard = Dashboard
reference-conversion = Conversion
reference-action = Action
reference-lookup = Lookup
versions-from = From
versions-to = To
versions-from-this = Compare from { $version }
versions-to-this = Compare to { $version }
versions-compared = From { $from } to { $to }
versions-same = These two are the same
versions-one = Only one version
versions-one-text = Once something is published, versions can be compared here.
retired-none = Nothing is retired
retired-none-text = The data of a retired field or object stays here, and it can be brought back at any time.
retired-earlier = from before its kind was changed; going back to a version of that time brings it back
retired-rows = { $count ->
    [one] { $count } record has a value
   *[other] { $count } records have a value
  }
retired-restore = Restore
retired-restored = Brought back into the draft
retired-empty = Empty for good
retired-emptied = The data is deleted
retired-empty-title = Delete the data of “{ $field }”?
retired-empty-text = { $count ->
    [one] The value of { $count } record is deleted for good. Nothing brings it back, rolling back neither.
   *[other] The values of { $count } records are deleted for good. Nothing brings them back, rolling back neither.
  }
conflict-title = Somebody else changed this
conflict-text = After you opened it, another administrator saved something else.
conflict-theirs = Theirs
conflict-mine = Yours
conflict-reload = Load theirs
conflict-overwrite = Save yours over it
conflict-remove = Take it out all the same
conflict-text-gone = After you opened it, another administrator took it out.
conflict-overwrite-gone = Save yours again
conflict-fields = Fields
conflict-most = At most
conflict-width = Width
conflict-message = Message
conflict-options = Options
setting-group-change = Name and kind
setting-name = API name
setting-name-help = Another name moves no data; whatever refers to it follows.
setting-rename = Rename
setting-kind = Kind
layout-title = Page layout
layout-sections = Sections
layout-section = Section
layout-add-section = Add a section
layout-section-note = { $count ->
    [one] { $count } field
   *[other] { $count } fields
  } · { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
  }
layout-conditional = Shown when a condition holds
layout-tabs = Tabs
layout-tab = Tab
layout-add-tab = Add a tab
layout-tabs-help = With two tabs or more, sections stand on pages.
layout-page = Record page
layout-figures = Key figures
layout-figures-help = Below the name of a record, at most { $most }.
layout-path = Stages
layout-path-none = Not shown
layout-related = Related lists
layout-short = Short form
layout-short-fields = Fields of the short form
layout-short-help = What is asked when a record is made from another one's form.
layout-column-count = Columns
layout-columns = { $count ->
    [one] { $count } column
   *[other] { $count } columns
  }
layout-related-none = No other object looks this one up yet.
reference-object = Object settings
designer-part-form = Form
designer-part-views = List views
designer-part-rules = Rules
designer-part-actions = Actions
designer-part-settings = Settings
designer-packages = Packages
# List views and rules between fields
views-title = List views
views-shared = What all lists share
views-shared-text = Columns and order of every list that names none of its own. Scenes always show these.
views-scenes = Scenes
views-scenes-on = Offer scenes: mine, taking part, my department's
views-scene-text = A scene comes by itself: its records follow from who is looking. It shows the columns and the order that all lists share, and cannot be changed by itself.
views-own = Views
views-none = No views beside the scenes yet.
views-new = New view
views-for = For { $roles }
views-settings = Settings of the list
views-kind = Kind
views-kind-table = Table
views-kind-kanban = Board
views-kind-calendar = Calendar
views-group-field = Columns of the board
views-group-help = A picklist field: each of its options is a column, and moving a card changes the field.
views-group-none = This object has no picklist field yet. Add one in the form first.
views-group-missing = Choose the field whose options are the columns.
views-day-field = Day of a record
views-day-help = Choose a date, or a date with a time: records stand on that day, and moving one changes it.
views-day-none = This object has no date yet: add one in its form first.
views-day-missing = Choose the date that records stand on.
views-day-preview = Choose a date
views-filter = Only records that
views-columns = Columns
views-cards = On each card
views-own-columns = Its own
views-as-shared = As shared
views-columns-none = A list has at least one column.
views-column-add = Add a column
views-width-of = Width of { $name } in pixels
views-width-auto = Auto
views-width-wrong = A column is between 40 and 800 pixels wide.
views-sort = Order
views-own-sort = Its own
views-sort-add = Sort by one more
views-sort-way = Direction of { $name }
views-sort-up = Ascending
views-sort-down = Descending
views-roles = Who is offered it
views-roles-help = This only decides what is offered: what people see of records is decided by their permissions.
views-roles-all = Everybody
views-gone = This does not exist any more. Take it out, or choose another.
views-label-missing = Give the view a name.
views-saved = List saved to the draft
views-remove = Remove view
views-remove-title = Remove the view “{ $view }”?
views-remove-text = It is taken out of the draft; people lose it when the draft is published. Records are not touched.
views-removed = View taken out of the draft
views-preview = Preview of the list
views-preview-count = { $count ->
    [one] { $count }{ $more } record
   *[other] { $count }{ $more } records
  }
views-preview-unpublished = Not published yet, and therefore empty here: { $fields }
views-preview-partial = Conditions on fields that are not published yet are left out here.
views-preview-new = Not published yet
views-preview-new-text = Once the object is published, its records are shown here.
views-group-preview = Choose the field that makes the columns
views-preview-group-new = The field of the columns is not published yet
views-preview-group-new-text = Once it is published, the board has cards.
views-preview-empty = No record is in this list
views-preview-empty-text = Nothing passes the conditions now.
views-forbidden = You do not see this object
views-forbidden-text = Lists are shaped by people who may see the records in them.
rules-text = A rule holds between the fields of a record: nobody can save a record that breaks one, in a form, by import or through the API.
rules-none = No rules between fields yet
rules-choose = Choose a rule
rules-none-text = Such as: the end is not before the start; a discount of more than 20 % needs a reason.
rules-new = New rule
rules-settings = Settings of the rule
rules-check = What must hold
rules-check-help = Such as ends_on >= starts_on. Without a value, a field counts as smaller than any value.
rules-check-missing = Write what must hold.
rules-message-zh = Message in Chinese
rules-message-en = Message in English
rules-message-help = What people read when it does not hold: say what to do.
rules-message-missing = Say what people read.
rules-field = Field that is marked
rules-field-help = The message stands at this field.
rules-field-none = None: above the form
rules-saved = Rule saved to the draft
rules-remove = Remove rule
rules-remove-title = Remove this rule?
rules-remove-text = It is taken out of the draft; it no longer holds when the draft is published.
rules-removed = Rule taken out of the draft
rules-trial = Try it
rules-trial-record = Record
rules-trial-help = Without one, the { $count } newest are tried.
rules-trial-empty = Nothing to try yet
rules-trial-empty-text = Write what must hold, and see here which records it would refuse.
rules-trial-wrong = This cannot be tried yet
rules-trial-wrong-text = Mend what is said below the expression first.
rules-trial-unknown = It reads fields that are not published yet
rules-trial-new = Once they are published, records have values to try it on.
rules-trial-holds = Holds
rules-trial-broken = Does not hold
rules-trial-open = Only the server can tell
rules-trial-count = { $refused ->
    [0] All { $count } records keep it
    [one] { $refused } of { $count } records breaks it, and could not be saved as it is
   *[other] { $refused } of { $count } records break it, and could not be saved as they are
  }
# Packages, and what an upgrade left behind
package-export = Export
package-export-text = Everything that is published here and not shipped: objects, fields, views, layouts, dictionaries. The draft is not in it.
package-download = Download package
package-import = Import
package-import-text = A package of another company. You see what it would do before anything changes.
package-drop = Drop a package here, or choose one
package-drop-hint = A .zip that was exported on this page, at most 20 MB
package-other = Choose another
package-apply = Apply
package-applied = Applied and published as version { $version }
package-nothing = This package changes nothing
package-nothing-text = Everything in it is here already, or has not changed since it was applied last.
package-no-steps = With this decision nothing else changes.
package-steps = { $count ->
    [one] Applying takes { $count } step
   *[other] Applying takes { $count } steps
  }
package-refused = This package does not fit
package-conflicts = { $count ->
    [one] { $count } place was changed on both sides
   *[other] { $count } places were changed on both sides
  }
package-conflicts-text = Here and in the package, since it was applied last. Decide each by itself, or all at once.
package-mine = Here
package-theirs = In the package
package-side-at = Whose holds at { $place }
package-side-all = Everywhere
package-undecided = { $count ->
    [one] { $count } place is still to be decided
   *[other] { $count } places are still to be decided
  }
package-keep-mine = Keep what is here
package-take-theirs = Take what is in the package
package-problems = { $count ->
    [0] After an upgrade: everything is mended in the draft
    [one] After an upgrade: { $count } place no longer fits the product
   *[other] After an upgrade: { $count } places no longer fit the product
  }
package-problems-text = Everything else works on. Take out what no longer fits, or change it where it stands; it takes effect once the draft is published.
package-problems-mended = Publish the draft, and it takes effect for everybody.
package-take-out = Take it out
package-mended = Taken out, in the draft
package-open = Open
place-nothing = Nothing
place-chinese = Chinese
place-english = English
place-columns = Column
place-sections = Section
place-fields = Field
place-tabs = Tab
place-related = Related list
place-highlights = Key figure
place-quick-create = Short form
place-path = Stages
place-filter = Filter
place-sort = Order
place-group = Grouping
place-roles = Roles
place-label = Label
place-visible = Condition
place-charts = Chart
place-options = Option
place-required = Required
place-when = Condition
# Layouts for roles, and what stands on the page
tailor-layouts = Layouts
tailor-layout-for = Layout of
tailor-everybody = Everybody else
tailor-everyone = Everybody
tailor-layout-add = Layout for roles
tailor-layout-add-text = It begins as a copy of the one that is open. People with one of these roles have it instead of everybody's.
tailor-layout-roles = Roles of this layout
tailor-layout-roles-text = People with one of these roles have this layout; everybody else keeps theirs.
tailor-layout-saved = Layout saved to the draft
tailor-layout-remove = Take out this layout
tailor-layout-remove-title = Take out the layout of { $layout }?
tailor-layout-remove-text = Once published, these people have the layout of everybody else. No data is touched.
tailor-layout-removed = Layout taken out of the draft
tailor-roles = Roles
tailor-roles-none = Every role has a layout already.
tailor-drop-outside = Drop fields here to take them off the form
tailor-must-stay = This field stays: it is required, or added to everybody’s form
tailor-off-form = Not on the form
tailor-add-field = Add a field
tailor-add-list = Add a list
tailor-list = Related list
tailor-columns = Columns
tailor-retire-mends = What can be mended is taken out along with the field.
# The draft as people would meet it
rehearsal-title = Preview
rehearsal-text = Preview of the draft with real records. Nothing here is saved.
rehearsal-screen = Screen
rehearsal-list = List
rehearsal-record = Record
rehearsal-edit = Edit form
rehearsal-new = New form
rehearsal-role = As
rehearsal-pick = Record
rehearsal-me = Myself
rehearsal-view = List view
rehearsal-unfiltered = This view asks for a field that is not published yet: all records are shown.
rehearsal-no-records = No records yet
rehearsal-no-records-text = Forms and lists can be tried already; records come once the object is published.
rehearsal-hidden = This role does not see the object
rehearsal-hidden-text = Roles and permissions decide who does.
rehearsal-form-text = Try it: conditions, defaults and formulas work. Nothing is sent.
# An object's settings
object-look = Name and look
object-abilities = What its records can do
object-finding = Finding and comparing
object-retirement = Retirement
object-color = Colour
object-description = Description
object-description-help = What the object is, for whoever uses the API: it stands in the JSON Schema of its records.
object-kept = Shipped with the product: its permissions and actions rely on this, so it stays.
object-saved = Saved to the draft
object-reset = Undo changes
object-owned = Records have an owner
object-owned-help = Data permissions go by owner; records can be transferred to somebody else.
object-team = Records have a team
object-team-help = Colleagues take part in a record, to read or to edit it. Needs an owner.
object-timeline = Timeline of follow-ups
object-timeline-help = The record page shows follow-ups and changes in one timeline.
object-participants = People who take part through a field
object-participants-help = Whoever these fields name may edit the record as if on its team. Needs an owner.
object-participants-none = None
object-access = Seen together with
object-access-help = A record that belongs to another one can share who sees it.
object-access-own = Its own permissions only
object-access-also = Its own, and seen with { $field }
object-access-inherit = Exactly as { $field }
object-name-field = Name of a record
object-name-field-help = How a record is called wherever it is mentioned. A required text.
object-search = Searched by keyword
object-search-help = The texts that the search box and Ctrl K look in.
object-duplicates = Duplicates
object-duplicates-help = Two records that agree in all fields of one line are probably the same; people are warned when they enter one.
object-duplicate-set = Fields of line { $number }
object-duplicate-choose = Choose fields
object-duplicate-add = Add a line
object-duplicate-remove = Remove line { $number }
object-retire = Retire object
object-retire-title = Retire “{ $object }”?
object-retire-text = Once published, the object leaves menus, lists and search. Its records stay, and it can be brought back from “Retired”.
object-remove-text = The object was never published and has no records: it is taken out of the draft for good.
object-retire-shipped = An object of the product cannot be retired. Roles without the right to view it do not see it.
object-retire-rows = { $count ->
    [0] It has no records
    [one] { $count } record is kept
   *[other] { $count } records are kept
  }
object-retire-free = Nothing else refers to this object.
object-retire-references = { $count ->
    [one] { $count } place refers to this object
   *[other] { $count } places refer to this object
  }
object-retire-along = These go along when the object is retired.
object-retire-by-hand = Fields and formulas of other objects refer to it. Retire or change those first; the rest goes along.
object-retired = Retired in the draft: publish it, and find it under “Retired”
object-bin-rows = { $count ->
    [one] { $count } record
   *[other] { $count } records
  }
object-empty-text = { $count ->
    [one] { $count } record is deleted for good. Nothing brings it back, rolling back neither.
   *[other] { $count } records are deleted for good. Nothing brings them back, rolling back neither.
  }
object-removed = Taken out of the draft
# An object's actions
acts-title = Actions
acts-text = What can be done with these records beyond editing. Who may do it is decided by roles.
acts-none = No actions
acts-none-text = Actions are business steps such as converting a lead. They are programmed in modules of the product; once a module has one for this object, it is named and placed here.
acts-edit = Edit
acts-edit-title = Action “{ $action }”
acts-primary = Primary
acts-primary-help = Primary: the first button of a record
acts-places = Where it is offered
acts-place-record = Record page
acts-place-bulk = Bulk bar of the list
acts-place-none = Choose at least one place.
acts-always = For every record
acts-when = Only when { $conditions }
acts-and = { " and " }
acts-or = { " or " }
acts-condition = Offered only for records that
acts-condition-help = Without a condition it is offered for every record. The server holds to it as well.
acts-confirm = Ask before it runs
acts-confirm-zh = Question in Chinese
acts-confirm-en = Question in English
acts-preview = The dialog as people see it
acts-preview-help = Its inputs are part of the programmed action.
# Conversions
conv-title = { $action }: what is copied
conv-text = When it runs, these fields of the new records are filled from this one. Only fields whose values fit are offered.
conv-count = { $count ->
    [one] { $count } field
   *[other] { $count } fields
  }
conv-to = Field of { $object }
conv-from = From { $object }
conv-to-label = Field { $number } that is filled
conv-from-label = Source of field { $number }
conv-remove = Remove pair { $number }
conv-add = Add a field
conv-missing = Required, with no source here: { $fields }. Unless the action fills them itself, a conversion is refused.
conv-no-object = The object { $object } is no longer there.
# Another kind for a field
kinds-help = The plan counts values that do not fit before anything is published; they can be downloaded.
kinds-free = Not published yet: any kind can be chosen.
kinds-safe = Safe: every value fits
kinds-checked = Checked: counts { $counted }
kinds-checked-long = Checked: before publishing, the plan counts { $counted }. They are emptied, and rolling back brings them back.
kinds-counted-integer = values that are no whole number
kinds-counted-number = values that are no number
kinds-counted-boolean = values that say neither yes nor no
kinds-counted-date = values that are no date or time
kinds-counted-option = values that are no option of the dictionary
kinds-counted-format = values that are not written so
kinds-counted-other = values that do not fit
object-options-now = Options are in force at once, without publishing the draft.
