"""The form, views and process of the app Inquiries."""

from __future__ import annotations

from tui.simulator.data import fields, views
from tui.simulator.data.company.products import MODELS
from tui.simulator.data.form import Form, GroupRow, label, row
from tui.simulator.data.people import ORGANIZATIONS, SUPPORTERS
from tui.simulator.data.process import Action, Process, State

CHANNELS = ("E-mail", "Phone", "Web form", "On site", "Trade show")
CATEGORIES = ("Question", "Fault", "Calibration", "Quotation", "Delivery", "Complaint")
PRIORITIES = ("Low", "Normal", "High", "Urgent")
TAGS = ("Warranty", "Repeat", "Spare parts", "Remote", "Translation needed")
STANDARDS = ("ISO 17025", "JCSS", "CE", "UL", "ATEX")
STATES = ("New", "In progress", "Waiting", "Resolved", "Closed")

FORM = Form(
    fields=(
        *fields.system_fields("en", number="No.", process=True),
        fields.text("Subject", "Subject", required=True, longest="128"),
        fields.text("Customer", "Customer", required=True),
        fields.text("Contact", "Contact"),
        fields.link("Email", "E-mail", "MAIL"),
        fields.link("Phone", "Phone", "CALL"),
        fields.radio("Channel", "Channel", CHANNELS),
        fields.drop_down("Product", "Product", MODELS, required=True),
        fields.drop_down("Category", "Category", CATEGORIES),
        fields.drop_down("Priority", "Priority", PRIORITIES),
        fields.check_box("Tags", "Tags", TAGS),
        fields.multi_select("Standards", "Standards", STANDARDS),
        fields.text("Serial_number", "Serial number"),
        fields.date("Received_on", "Received", required=True, today=True),
        fields.date("Due_on", "Due"),
        fields.time("Callback_at", "Call back at"),
        fields.date_time("First_reply", "First reply"),
        fields.number("Minutes", "Minutes spent", unit=" min", least="0"),
        fields.number("Quote", "Quoted", digit=True, unit="¥", before=True),
        fields.calc("Cost", "Cost", "Minutes * 85", format="NUMBER_DIGIT", unit="¥", before=True),
        fields.multi_line("Question", "Question", required=True),
        fields.rich("Answer", "Answer"),
        fields.users("Owner", "Owner", SUPPORTERS),
        fields.organizations("Department", "Department", ORGANIZATIONS),
        fields.file("Attachments", "Attachments"),
        fields.group("Effort", "Effort", opened=True),
    ),
    rows=(
        row("Subject", "Priority"),
        row("Customer", "Contact"),
        row("Email", "Phone"),
        row("Product", "Serial_number", "Category"),
        row("Received_on", "Due_on", "Callback_at", "Channel"),
        row("Tags", "Standards"),
        row(label("<div><b>What they ask</b></div>")),
        row("Question"),
        row("Answer"),
        row("Attachments"),
        GroupRow("Effort", (row("Owner", "Department"), row("First_reply", "Minutes", "Cost", "Quote"))),
        row("Record_number", "Created_by", "Created_datetime", "Updated_by", "Updated_datetime"),
    ),
)

_LIST = ("Record_number", "Received_on", "Priority", "Status", "Customer", "Subject", "Owner", "Due_on")
VIEWS = (
    views.assigned_to_me("en", ("Record_number", "Customer", "Subject", "Status"), number="Record_number"),
    views.list_view("All inquiries", _LIST),
    views.list_view(
        "Open", _LIST, where='Status not in ("Resolved", "Closed")', sort="Due_on asc, Record_number desc"
    ),
    views.list_view(
        "Urgent",
        ("Record_number", "Due_on", "Owner", "Customer", "Subject", "Phone"),
        where='Priority in ("Urgent", "High") and Status not in ("Closed")',
        sort="Priority desc, Received_on desc",
    ),
    views.list_view(
        "Received this month",
        ("Record_number", "Received_on", "Category", "Product", "Customer", "Subject"),
        where="Received_on = THIS_MONTH()",
        sort="Received_on desc",
    ),
    views.list_view(
        "Large quotations",
        ("Record_number", "Quote", "Customer", "Product", "Subject", "Received_on"),
        where="Quote >= 1000000",
        sort="Quote desc",
    ),
    views.calendar("Due dates", date="Due_on", title="Subject", where='Status not in ("Closed")'),
    views.custom("Board", '<div class="board" data-by="Status"></div>', sort="Record_number desc"),
)

PROCESS = Process(
    states=(
        State("New", (("FIELD_ENTITY", "Created_by"),)),
        State("In progress", tuple(("USER", user.code) for user in SUPPORTERS)),
        State("Waiting", (("FIELD_ENTITY", "Owner"),)),
        State("Resolved", (("GROUP", "leaders"),), choice="ANY"),
        State("Closed"),
    ),
    actions=(
        Action("Take", "New", "In progress"),
        Action("Ask the customer", "In progress", "Waiting"),
        Action("Answered", "Waiting", "In progress"),
        Action("Resolve", "In progress", "Resolved", condition='Priority not in ("")'),
        Action("Close", "Resolved", "Closed"),
        Action("Reopen", "Resolved", "In progress", secondary=True),
    ),
)
