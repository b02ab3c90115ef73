"""The frame around every app: bar, navigation, notices, questions, progress, connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from typing import Any, TypedDict
from urllib.parse import urlencode

from ipywidgets import widget_serialization
from traitlets import Any as Anything
from traitlets import Bool, Dict, Int, List, Unicode

from ..common import text
from ..common.errors import N_, NotFound
from ..common.text import translate
from .guard import Guarded
from .kit import KIT_WORDS, Screen, ready
from .words import SHELL_WORDS, SHORTCUTS, vuetify_messages

NOTICES_SHOWN = 3
LEAVE = {
    "title": N_("Leave without saving?"),
    "text": N_("What you typed on this page is not saved yet and would be lost."),
    "yes": N_("Leave without saving"),
    "no": N_("Stay here"),
}


class App(TypedDict):
    """An entry of the app switcher; title and text are message ids."""

    key: str
    title: str
    text: str
    icon: str
    href: str


class NavItem(TypedDict, total=False):
    """An entry of the navigation; title and group are message ids, the badge is shown as it is."""

    key: str
    title: str
    icon: str
    group: str
    badge: str


class Shell(Guarded):
    """One app: its screens by key, made on the first visit and kept.

    `screens` maps a key to what makes the screen from the workspace, usually its class.
    """

    file = "vue/shell.vue"
    words = SHELL_WORDS
    writable = frozenset({"is_folded"})

    app = Unicode("").tag(sync=True)
    apps: List[Any] = List().tag(sync=True)
    nav: List[Any] = List().tag(sync=True)
    current = Unicode("").tag(sync=True)
    place = Unicode("").tag(sync=True)
    crumbs: List[Any] = List().tag(sync=True)
    address = Unicode("").tag(sync=True)
    visits = Int(0).tag(sync=True)
    screen = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)
    trouble = Dict().tag(sync=True)
    federation = Unicode("").tag(sync=True)
    user = Dict().tag(sync=True)
    is_training = Bool(False).tag(sync=True)
    is_dirty = Bool(False).tag(sync=True)
    is_folded = Bool(False).tag(sync=True)
    lang = Unicode("zh").tag(sync=True)
    kit = Dict().tag(sync=True)
    vuetify = Dict().tag(sync=True)
    shortcuts: List[Any] = List().tag(sync=True)
    notices: List[Any] = List().tag(sync=True)
    ask = Dict().tag(sync=True)
    work = Dict().tag(sync=True)
    beat = Int(20).tag(sync=True)
    help_href = Unicode("").tag(sync=True)

    def __init__(
        self,
        screens: Mapping[str, Callable[[Any], Screen]],
        *,
        ws: Any = None,
        nav: Sequence[NavItem] = (),
        apps: Sequence[App] = (),
        user: Mapping[str, str] | None = None,
        on_speak: Callable[[str], None] = lambda language: None,
        **state: Any,
    ) -> None:
        ready()
        self.screens, self.ws, self.on_speak = screens, ws, on_speak
        self._nav, self._apps, self._user = list(nav), list(apps), dict(user or {})
        self._made: dict[str, Screen] = {}
        self._on_action: dict[int, Callable[[], None]] = {}
        self._on_yes: Callable[..., None] | None = None
        self._count = 0
        super().__init__(
            lang=text.spoken(), vuetify={code: vuetify_messages(code) for code in text.LANGUAGES}, **state
        )
        self._retell()

    # Places

    def go(self, key: str, /, **params: int | str) -> None:
        """Go to a screen; asks first when something typed would be lost."""
        if self.is_dirty:
            asked: dict[str, Any] = {part: translate(message) for part, message in LEAVE.items()}
            self.confirm(lambda: self._go(key, params), danger=True, **asked)
        else:
            self._go(key, params)

    def badge(self, key: str, shown: str) -> None:
        """Set the small number beside an entry of the navigation."""
        self._nav = [{**item, "badge": shown} if item["key"] == key else item for item in self._nav]
        self._retell()

    def _go(self, key: str, params: Mapping[str, int | str]) -> None:
        with self.guard():
            screen = self._screen(key)
            wanted = signature(screen.visit).parameters
            taken = {name: value for name, value in params.items() if name in wanted}
            screen.visit(**taken)
            self._arrive(key, screen, taken)

    def _screen(self, key: str) -> Screen:
        if key not in self.screens:
            raise NotFound
        if key not in self._made:
            made = self.screens[key](self.ws)
            made.shell = self
            made.observe(self._look_dirty, "is_dirty")
            self._made[key] = made
        return self._made[key]

    def _arrive(self, key: str, screen: Screen, params: Mapping[str, int | str]) -> None:
        if self.screen is not None:
            self.screen.is_dirty = False
        screen.is_dirty = False
        with self.hold_sync():
            self.current, self.place, self.screen = key, screen.under or key, screen
            self.trouble, self.is_dirty = {}, False
            self.address = "?" + urlencode({"screen": key, **params})
            self.visits += 1
            self._retell()

    def _look_dirty(self, _change: Any) -> None:
        self.is_dirty = self.screen is not None and self.screen.is_dirty

    def vue_navigate(self, asked: Mapping[str, str]) -> None:
        """Go where the navigation, or the browser's history, points."""
        params = {name: value for name, value in asked.items() if name != "screen"}
        self.go(asked["screen"], **from_address(params))

    # Language

    def speak(self, language: str) -> None:
        """Change the language of everything shown, without a reload."""
        self.lang = text.speak(language)
        self.t = self.translated()
        self._retell()
        for screen in self._made.values():
            screen.t = screen.translated()
            with screen.guard():
                screen.show()
        self.on_speak(self.lang)

    def vue_speak(self, language: str) -> None:
        """Change the language as the switch asks."""
        self.speak(language)

    def _retell(self) -> None:
        """Say in the spoken language what the shell was given as message ids."""
        here: dict[str, Any] = next((dict(n) for n in self._nav if n["key"] == self.place), {})
        self.kit = {word: translate(message) for word, message in KIT_WORDS.items()}
        self.apps = [
            {**app, "title": translate(app["title"]), "text": translate(app["text"])} for app in self._apps
        ]
        self.nav = [
            {**item, "title": translate(item["title"]), "group": translate(item.get("group", ""))}
            for item in self._nav
        ]
        self.user = {part: translate(said) for part, said in self._user.items()}
        self.crumbs = [translate(here[part]) for part in ("group", "title") if here.get(part)]
        keys = (*SHORTCUTS, *(self.screen.shortcuts if self.screen else ()))
        self.shortcuts = [{"keys": pressed, "text": translate(does)} for pressed, does in keys]

    # Notices and questions

    def say(
        self,
        text: str,
        kind: str = "ok",
        *,
        todo: str = "",
        code: str = "",
        action: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Show a notice: `ok` and `info` leave after 6 s, `warn` and `bad` stay; three at most.

        `todo` is a second sentence, `code` an incident number, `action` a button that calls `on_action`.
        """
        self._count += 1
        if on_action:
            self._on_action[self._count] = on_action
        notice = {"id": self._count, "text": text, "kind": kind, "todo": todo, "code": code, "action": action}
        self.notices = [*self.notices, notice][-NOTICES_SHOWN:]

    def tell(self, what: str, todo: str = "", *, code: str = "") -> None:
        """Show a refusal or fault: as a notice, or in place of the screen when there is none yet."""
        if self.screen is None:
            self.trouble = {"what": what, "todo": todo, "code": code}
        else:
            self.say(what, "bad", todo=todo, code=code)

    def vue_dismiss(self, notice_id: int) -> None:
        """Take a notice away."""
        self.notices = [notice for notice in self.notices if notice["id"] != notice_id]
        self._on_action.pop(notice_id, None)

    def vue_act(self, notice_id: int) -> None:
        """Do what a notice's button offers, once."""
        on_action = self._on_action.get(notice_id)
        self.vue_dismiss(notice_id)
        if on_action:
            on_action()

    def confirm(
        self,
        on_yes: Callable[..., None],
        *,
        title: str,
        text: str = "",
        facts: Sequence[str] = (),
        yes: str,
        no: str = "",
        reason: bool = False,
        danger: bool = False,
    ) -> None:
        """Ask before what cannot be undone; `on_yes` gets the reason where one is wanted."""
        self._on_yes = on_yes
        self.ask = {
            "title": title,
            "text": text,
            "facts": list(facts),
            "yes": yes,
            "no": no,
            "reason": reason,
            "danger": danger,
        }

    def vue_answer(self, answer: Mapping[str, Any]) -> None:
        """Take the answer to the question; a yes without its reason is no answer."""
        reason = str(answer.get("reason") or "").strip()
        wants_reason, is_yes = self.ask.get("reason"), answer.get("yes") is True
        if is_yes and wants_reason and not reason:
            return
        on_yes, self._on_yes, self.ask = self._on_yes, None, {}
        if is_yes and on_yes:
            on_yes(reason) if wants_reason else on_yes()

    # The page

    def download(self, name: str, kind: str, content: bytes) -> None:
        """Hand a file to the browser: its name, its media type, its bytes."""
        self.send({"method": "download", "args": [{"name": name, "type": kind}]}, [content])

    def vue_ping(self) -> None:
        """Answer the page's heartbeat, so that it can tell people when nobody does."""
        self.send({"method": "pong", "args": []})


def from_address(params: Mapping[str, str]) -> dict[str, int | str]:
    """Return the parameters of an address, whole numbers as such.

    >>> from_address({"competition": "3", "tab": "judges"})
    {'competition': 3, 'tab': 'judges'}
    """
    return {name: int(value) if _is_number(value) else value for name, value in params.items()}


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 19
