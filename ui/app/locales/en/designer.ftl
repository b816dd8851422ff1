# The designer
designer-title = Designer
designer-objects = Objects
designer-own-objects = Your own objects
designer-new-object = New object
designer-create = Create
designer-icon = Icon
designer-owned = Records have an owner, and data permissions go by owner
designer-team = Records have a team
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
