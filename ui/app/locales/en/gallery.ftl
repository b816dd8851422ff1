# The components, for developers
gallery-title = Components
gallery-actions = Buttons and actions
gallery-display = Display
gallery-forms = Forms
gallery-dates = Dates and times
gallery-overlays = Overlays
gallery-navigation = Navigation
gallery-states = States
gallery-charts = Charts
gallery-order = Ordering
gallery-list = Sample list
gallery-record = Sample record
gallery-sign-in = Sample sign-in
gallery-components = Components
gallery-samples = Samples
gallery-rights = Trees and matrices
gallery-kinds = Kinds of field
