"""Every connection between the program's objects, in one place, to be read from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ntm_viz.commands import MEMORY_MENU, SPEED_MENU, THEME_MENU, WEIGHTING_MENU, Command

if TYPE_CHECKING:
    from ntm_viz.app import App
    from ntm_viz.views.dialogs import Dialogs


def connect(app: App, dialogs: Dialogs) -> None:
    """Make all connections."""
    _session_and_worker(app)
    _news_to_views(app, dialogs)
    _wishes_of_views(app, dialogs)
    _commands_of_session(app)
    _commands_of_timeline(app)
    _commands_of_window(app, dialogs)
    _what_is_kept(app)
    _training(app)


def connect_beside(first: App, second: App) -> None:
    """What one window has opened, the other one offers."""
    first.session.network_changed.connect(second.bulletin.show_choices)
    second.session.network_changed.connect(first.bulletin.show_choices)


def _session_and_worker(app: App) -> None:
    # Across the thread: Qt queues these, because the worker lives in another one.
    app.session.request_made.connect(app.worker.run)
    app.session.load_requested.connect(app.worker.load)
    app.worker.run_finished.connect(app.session.take_result)
    app.worker.run_failed.connect(app.session.take_run_failure)
    app.worker.network_loaded.connect(app.session.take_network)
    app.worker.load_failed.connect(app.session.take_load_failure)
    app.worker.backend_started.connect(app.bulletin.take_backend)
    # Keras is imported once there is something to look at.
    app.window.painted.connect(app.thread.begin)


def _news_to_views(app: App, dialogs: Dialogs) -> None:
    session, timeline, presenter = app.session, app.timeline, app.presenter
    session.task_changed.connect(presenter.show_task)
    session.task_changed.connect(app.opener.bring_network)
    session.trace_gone.connect(presenter.show_no_trace)
    session.trace_changed.connect(presenter.show_trace)
    # Not at a new network: where one cannot be loaded the one before is, and that is no success.
    session.trace_changed.connect(app.window.notice.dismiss_problem)
    session.trace_changed.connect(app.window.input_panel.show_trace)
    session.activity_changed.connect(presenter.show_verdict)
    session.activity_changed.connect(app.bulletin.take_activity)
    session.network_changed.connect(app.bulletin.take_network)
    session.network_changed.connect(presenter.show_network)
    session.trace_changed.connect(app.title.show_source)
    session.network_changed.connect(app.title.show_source)
    session.load_requested.connect(app.bulletin.show_choices)
    session.problem_found.connect(presenter.show_problem)
    session.problem_found.connect(app.bulletin.show_choices)
    session.drawing.changed.connect(presenter.show_pattern)
    session.drawing.history_changed.connect(presenter.show_history)
    timeline.t_changed.connect(presenter.show_t)
    timeline.playing_changed.connect(app.window.show_playing)
    timeline.speed_changed.connect(presenter.show_speed)
    timeline.loop_changed.connect(app.actions[Command.LOOP].setChecked)
    app.pointer.said.connect(app.window.readout.show_words)
    for view in (app.window.board, app.window.memory, app.window.addressing):
        app.pointer.said.connect(view.say)
    app.appearance.theme_changed.connect(app.window.set_theme)
    app.appearance.theme_changed.connect(dialogs.set_theme)
    app.appearance.choice_changed.connect(presenter.show_theme_choice)
    app.appearance.colours_changed.connect(presenter.show_colours)
    app.opener.problem_found.connect(presenter.show_problem)
    session.trace_changed.connect(app.showing.take_run)
    app.exporter.problem_found.connect(presenter.show_problem)
    app.exporter.progressed.connect(app.window.notice.show_progress)
    app.exporter.finished.connect(app.window.notice.show_news)
    app.exporter.written.connect(app.window.notice.offer_folder)
    # Across the thread: the rehearser lives with the worker.
    app.rehearsing.wanted.connect(app.rehearser.begin)
    app.rehearser.rehearsed.connect(app.rehearsing.take)
    app.rehearser.failed.connect(app.rehearsing.give_up)
    app.rehearsing.gathered.connect(app.exporter.write)
    app.rehearsing.progressed.connect(app.window.notice.show_progress)
    app.rehearsing.problem_found.connect(presenter.show_problem)


def _wishes_of_views(app: App, dialogs: Dialogs) -> None:
    window, drawing = app.window, app.session.drawing
    panel = window.input_panel
    panel.grid.stroke_began.connect(drawing.begin_edit)
    panel.grid.cells_painted.connect(drawing.paint)
    panel.grid.stroke_ended.connect(drawing.end_edit)
    panel.pad.values.stroke_began.connect(drawing.begin_edit)
    panel.pad.values.values_wanted.connect(drawing.set_values)
    panel.pad.values.stroke_ended.connect(drawing.end_edit)
    drawing.taken_up.connect(panel.grid.let_go)
    drawing.taken_up.connect(panel.pad.values.let_go)
    panel.drag_began.connect(drawing.begin_edit)
    panel.length_wanted.connect(drawing.set_length)
    panel.number_wanted.connect(drawing.set_number)
    panel.drag_ended.connect(drawing.end_edit)
    panel.example_wanted.connect(app.opener.draw_example)
    window.board.step_requested.connect(app.timeline.jump)
    window.transport.t_wanted.connect(app.timeline.jump)
    window.transport.speed_wanted.connect(app.timeline.set_speed)
    for view in (window.board, window.memory, window.addressing):
        view.hovered.connect(app.pointer.hover)
        view.picked.connect(app.pointer.pick)
    window.header.task_wanted.connect(app.opener.choose_task)
    window.header.network_wanted.connect(app.opener.choose_network)
    window.header.slots_wanted.connect(app.opener.choose_slots)
    window.file_dropped.connect(app.opener.open)
    window.addressing.head_chosen.connect(app.showing.choose_head)
    dialogs.export_wanted.connect(app.exporter.choose_place)
    window.notice.cancelled.connect(app.exporter.cancel)
    window.notice.folder_wanted.connect(app.exporter.open_folder)


def _commands_of_session(app: App) -> None:
    actions, drawing = app.actions, app.session.drawing
    actions[Command.OPEN].triggered.connect(app.opener.choose_file)
    actions[Command.OPEN_RUN].triggered.connect(app.opener.choose_run)
    actions[Command.EXPORT_AS].triggered.connect(app.exporter.ask)
    actions[Command.EXPORT].triggered.connect(app.exporter.choose_frame)
    actions[Command.EXPORT_SEQUENCE].triggered.connect(app.exporter.choose_sequence)
    actions[Command.SAVE_TRACE].triggered.connect(app.exporter.choose_trace)
    actions[Command.UNDO].triggered.connect(drawing.undo)
    actions[Command.REDO].triggered.connect(drawing.redo)
    actions[Command.COPY].triggered.connect(app.opener.copy)
    actions[Command.PASTE].triggered.connect(app.opener.paste)
    actions[Command.RANDOM].triggered.connect(drawing.randomize)
    actions[Command.CLEAR].triggered.connect(drawing.clear)
    actions[Command.INVERT].triggered.connect(drawing.invert)
    actions[Command.SHIFT_LEFT].triggered.connect(drawing.shift_left)
    actions[Command.SHIFT_RIGHT].triggered.connect(drawing.shift_right)


def _commands_of_timeline(app: App) -> None:
    actions, timeline = app.actions, app.timeline
    actions[Command.PLAY].triggered.connect(timeline.toggle)
    actions[Command.STEP_BACK].triggered.connect(timeline.step_back)
    actions[Command.STEP_FORWARD].triggered.connect(timeline.step_forward)
    actions[Command.PREVIOUS_PHASE].triggered.connect(timeline.previous_phase)
    actions[Command.NEXT_PHASE].triggered.connect(timeline.next_phase)
    actions[Command.TO_START].triggered.connect(timeline.to_start)
    actions[Command.TO_END].triggered.connect(timeline.to_end)
    actions[Command.LOOP].toggled.connect(timeline.set_loop)
    app.groups[SPEED_MENU].triggered.connect(app.presenter.choose_speed)


def _commands_of_window(app: App, dialogs: Dialogs) -> None:
    actions = app.actions
    app.groups[THEME_MENU].triggered.connect(app.presenter.choose_theme)
    for colours in (MEMORY_MENU, WEIGHTING_MENU):
        app.groups[colours].triggered.connect(app.presenter.choose_colours)
    actions[Command.THEME].triggered.connect(app.appearance.switch)
    actions[Command.ALL_SLOTS].toggled.connect(app.presenter.show_all_slots)
    actions[Command.ALL_SLOTS].toggled.connect(app.showing.show_all_slots)
    actions[Command.RELEASE].triggered.connect(app.pointer.release)
    actions[Command.PALETTE].triggered.connect(app.palette.open)
    dialogs.entry_chosen.connect(app.palette.carry_out)
    actions[Command.KEYS].triggered.connect(dialogs.show_keys)
    actions[Command.ABOUT].triggered.connect(dialogs.show_about)
    actions[Command.QUIT].triggered.connect(app.application.closeAllWindows)
    actions[Command.COMPARE].triggered.connect(app.comparison.compare)
    actions[Command.TIE].toggled.connect(app.comparison.want_tie)
    app.window.more_dropped.connect(app.open_beside)
    app.window.gone.connect(app.comparison.take_closing)


def _what_is_kept(app: App) -> None:
    keeper, recent, actions = app.keeper, app.recent, app.actions
    app.timeline.speed_changed.connect(keeper.keep_speed)
    app.timeline.loop_changed.connect(keeper.keep_loop)
    app.appearance.choice_changed.connect(keeper.keep_theme)
    app.appearance.colours_changed.connect(keeper.keep_colours)
    actions[Command.ALL_SLOTS].toggled.connect(keeper.keep_all_slots)
    app.window.closing.connect(keeper.keep_window)
    keeper.problem_found.connect(app.presenter.show_problem)
    app.session.trace_changed.connect(keeper.keep_files)
    app.session.network_changed.connect(keeper.keep_files)
    recent.changed.connect(app.window.recent_menu.show_files)
    recent.changed.connect(keeper.save_soon)
    app.window.recent_menu.aboutToShow.connect(recent.look)
    app.window.recent_menu.wanted.connect(app.opener.open)
    actions[Command.CLEAR_RECENT].triggered.connect(recent.clear)


def _training(app: App) -> None:
    training, apprentice, coach = app.training, app.apprentice, app.coach
    panel, actions, session = app.window.training_panel, app.actions, app.session
    # Across the thread, as with the worker.
    training.begin_wanted.connect(apprentice.begin)
    training.go_on_wanted.connect(apprentice.go_on)
    training.pause_wanted.connect(apprentice.pause)
    training.stop_wanted.connect(apprentice.stop)
    apprentice.ready.connect(training.take_ready)
    apprentice.stepped.connect(training.take_step)
    apprentice.stuck.connect(training.take_stuck)
    apprentice.ended.connect(training.take_end)
    apprentice.looking.connect(training.take_looking)
    session.network_changed.connect(training.follow_network)
    session.activity_changed.connect(coach.show_checkpoints)
    session.task_changed.connect(coach.show_task)
    # Whether what learns is what is looked at may be another matter now; after follow_network.
    session.task_changed.connect(coach.show_course)
    session.network_changed.connect(coach.show_course)
    training.changed.connect(coach.show_state)
    training.course_changed.connect(coach.show_course_soon)
    training.checkpoints_changed.connect(coach.show_checkpoints)
    coach.told.connect(app.bulletin.take_training)
    panel.checkpoint_wanted.connect(training.look_at)
    panel.go_on_wanted.connect(training.take_up)
    panel.settings_changed.connect(coach.forget_problems)
    panel.form.controller_changed.connect(coach.take_controller)
    panel.folder_wanted.connect(app.exporter.open_folder)
    panel.shown.connect(actions[Command.TRAINING_PANEL].setChecked)
    actions[Command.TRAINING_PANEL].toggled.connect(panel.setVisible)
    actions[Command.TRAIN].triggered.connect(coach.begin)
    actions[Command.PAUSE_TRAINING].triggered.connect(training.toggle_pause)
    actions[Command.STOP].triggered.connect(training.stop)
    app.window.installEventFilter(app.closing)
