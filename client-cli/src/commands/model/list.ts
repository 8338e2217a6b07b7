import { CodiCommand } from '../../codi-command.js';
import { table } from '../../terminal/table.js';

/** A model of this machine. */
interface Listed {
  readonly id: string;
  readonly origin: string;
  readonly directory: string;
}

export default class ModelList extends CodiCommand {
  static override summary = 'List the models of this machine.';
  static override description =
    "The embedded model, and the checkpoint folders in the user's models folder. `--model` also takes the path of any checkpoint folder.";
  static override examples = ['<%= config.bin %> model list', '<%= config.bin %> model list --json'];

  async run(): Promise<{ models: Listed[]; userFolder: string }> {
    await this.parse(ModelList);
    const { listModels, userModelsFolder } = await import('@codiscope/models');
    const models = (await listModels()).map(({ id, origin, directory }) => ({ id, origin, directory }));
    const userFolder = userModelsFolder();
    this.log(
      table(
        ['model', 'origin', 'folder'],
        models.map(({ id, origin, directory }) => [id, origin, directory]),
      ),
    );
    this.log(`\nPut checkpoint folders, or links to them, into ${userFolder} to see them here.`);
    return { models, userFolder };
  }
}
