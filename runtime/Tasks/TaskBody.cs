namespace DSoftBus.Runtime.Tasks;

/// <summary>The code of a task. Returning or throwing ends the task, its activities included.</summary>
public delegate ValueTask TaskBody(TaskContext context);
